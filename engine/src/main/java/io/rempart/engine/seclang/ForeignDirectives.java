package io.rempart.engine.seclang;

import static io.rempart.engine.seclang.Directives.refused;
import static io.rempart.engine.seclang.Directives.withoutEffect;

/** Directives that belong to another process, or to one engine alone, each with the reason why it does nothing or is refused. */
final class ForeignDirectives {
    private ForeignDirectives() {}

    static void register() {
        withoutEffect("SecStatusEngine", "this engine tells nobody that it runs");
        withoutEffect("SecPcreMatchLimitRecursion", "matching does not recurse");
        withoutEffect("SecCacheTransformations", "transformations are shared always");
        withoutEffect("SecRxPreFilter", "rules share one search for literals always");
        withoutEffect("SecRuleInheritance", "a rule set is one whole; there are no locations in it");
        withoutEffect("SecConnEngine", "connections are counted by the proxy");
        withoutEffect("SecConnReadStateLimit", "connections are counted by the proxy");
        withoutEffect("SecConnWriteStateLimit", "connections are counted by the proxy");
        withoutEffect("SecReadStateLimit", "connections are counted by the proxy");
        withoutEffect("SecWriteStateLimit", "connections are counted by the proxy");
        refused("SecChrootDir", "it is for the service manager to confine the process");
        refused("SecGsbLookupDB", "Google ended that database in 2018");
        refused("SecHashEngine", "the engine does not change responses, so it can't sign links");
        refused("SecHashKey", "the engine does not sign links (SecHashEngine)");
        refused("SecHashMethodPm", "the engine does not sign links (SecHashEngine)");
        refused("SecHashMethodRx", "the engine does not sign links (SecHashEngine)");
        refused("SecHashParam", "the engine does not sign links (SecHashEngine)");
        refused(
                "SecRemoteRules",
                "rules are not fetched over the network while a server starts; fetch, check and include them");
        refused("SecRemoteRulesFailAction", "there is no SecRemoteRules");
        refused("SecIgnoreRuleCompilationErrors", "a rule that does not compile protects nothing; mend or remove it");
    }
}
