package io.rempart.engine.seclang;

import static io.rempart.engine.seclang.Arguments.number;
import static io.rempart.engine.seclang.Arguments.onOff;
import static io.rempart.engine.seclang.Arguments.one;
import static io.rempart.engine.seclang.Directives.refused;
import static io.rempart.engine.seclang.Directives.withoutEffect;
import static io.rempart.engine.seclang.Directives.works;

import io.rempart.engine.Compatibility;
import io.rempart.engine.action.Ctl;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.state.Settings;
import io.rempart.engine.transformation.UnicodeMapping;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Directives about bodies, arguments, cookies and files. */
final class BodyDirectives {
    private static final long MOST_BODY = 1L << 30;

    private BodyDirectives() {}

    static void register() {
        works("SecRequestBodyAccess", (d, load) -> load.settings().requestBodyAccess = onOff(d));
        works("SecRequestBodyLimit", (d, load) -> load.settings().requestBodyLimit = number(d, 0, MOST_BODY));
        works(
                "SecRequestBodyNoFilesLimit",
                (d, load) -> load.settings().requestBodyNoFilesLimit = number(d, 0, MOST_BODY));
        withoutEffect("SecRequestBodyInMemoryLimit", "bodies are held in memory up to SecRequestBodyLimit");
        works("SecRequestBodyLimitAction", (d, load) -> load.settings().requestBodyLimitAction = limitAction(d));
        works(
                "SecRequestBodyJsonDepthLimit",
                (d, load) -> load.settings().requestBodyJsonDepthLimit = limit(d, load, 100_000));
        works("SecArgumentsLimit", (d, load) -> load.settings().argumentsLimit = limit(d, load, 1_000_000));
        works("SecArgumentSeparator", (d, load) -> load.settings().argumentSeparator = Arguments.character(d));
        works("SecCookieFormat", (d, load) -> load.settings().cookieFormat = (int) number(d, 0, 1));
        works("SecCookiev0Separator", (d, load) -> load.settings().cookieV0Separator = Arguments.character(d));
        works("SecXmlExternalEntity", BodyDirectives::xmlExternalEntity);
        works("SecParseXmlIntoArgs", (d, load) -> load.settings().xmlArguments = Ctl.xmlArguments(one(d)));
        works("SecUnicodeMapFile", BodyDirectives::unicodeMapFile);
        withoutEffect("SecUnicodeCodePage", "the code page is the second argument of SecUnicodeMapFile");
        withoutEffect("SecRequestEncoding", "values are inspected as the bytes they are");

        works("SecResponseBodyAccess", (d, load) -> load.settings().responseBodyAccess = onOff(d));
        works("SecResponseBodyLimit", (d, load) -> load.settings().responseBodyLimit = number(d, 0, MOST_BODY));
        works("SecResponseBodyLimitAction", (d, load) -> load.settings().responseBodyLimitAction = limitAction(d));
        works("SecResponseBodyMimeType", (d, load) -> {
            load.settings().everyResponseBodyType = false;
            for (String type : d.arguments()) {
                load.settings().responseBodyMimeTypes.add(type.toLowerCase(Locale.ROOT));
            }
        });
        works("SecResponseBodyMimeTypesClear", (d, load) -> {
            load.settings().everyResponseBodyType = false;
            load.settings().responseBodyMimeTypes.clear();
        });
        works("SecStreamInBodyInspection", (d, load) -> load.settings().streamInBodyInspection = onOff(d));
        works("SecStreamOutBodyInspection", (d, load) -> load.settings().streamOutBodyInspection = onOff(d));
        refused("SecContentInjection", "the engine does not change responses");
        withoutEffect("SecDisableBackendCompression", "it is for the proxy to ask its back end for plain bodies");

        works("SecTmpDir", (d, load) -> load.settings().temporaryDirectory = Path.of(one(d)));
        works("SecUploadDir", (d, load) -> load.settings().uploadDirectory = Path.of(one(d)));
        works("SecUploadFileLimit", (d, load) -> load.settings().uploadFileLimit = (int) number(d, 0, 100_000));
        works("SecUploadFileMode", (d, load) -> load.settings().uploadFileMode = Arguments.mode(d, 0600));
        works("SecUploadKeepFiles", (d, load) -> load.settings().uploadKeepFiles = keepFiles(d));
        works("SecTmpSaveUploadedFiles", (d, load) -> load.settings().saveUploadedFiles = onOff(d));
    }

    private static void xmlExternalEntity(Directive directive, RuleLoad load) {
        load.settings().xmlExternalEntity = onOff(directive);
        if (onOff(directive)) {
            load.warning(
                    directive,
                    "SecXmlExternalEntity On changes nothing here: what a document calls for outside of itself is never read (XXE)."
                            + " The files that @validateDTD and @validateSchema name are.");
        }
    }

    private static void unicodeMapFile(Directive directive, RuleLoad load) {
        if (load.compatibility() == Compatibility.V3) {
            unicodeMapFile3(directive, load);
            return;
        }
        List<String> arguments = directive.arguments();
        if (arguments.isEmpty() || arguments.size() > 2) {
            throw new IllegalArgumentException("SecUnicodeMapFile takes a file and a code page.");
        }
        int codePage = 20127;
        if (arguments.size() == 2) {
            try {
                codePage = Integer.parseInt(arguments.get(1));
            } catch (NumberFormatException notNumber) {
                throw new IllegalArgumentException("A code page is a number, not " + arguments.get(1) + ".");
            }
        }
        try {
            ByteSlice file = load.file(arguments.get(0));
            load.settings().unicodeMapping = UnicodeMapping.parse(file, codePage);
        } catch (IOException missing) {
            throw new IllegalArgumentException(String.valueOf(missing.getMessage()));
        }
    }

    /** A limit; ModSecurity 3 takes any number of 32 bits, of which the engine's own bound is enough. */
    private static int limit(Directive directive, RuleLoad load, int most) {
        String text = Arguments.one(directive);
        if (load.compatibility() != Compatibility.V3 || !text.matches("[0-9]+")) {
            return (int) number(directive, 1, most);
        }
        BigInteger wanted = new BigInteger(text);
        if (wanted.bitLength() > Integer.SIZE) {
            throw new IllegalArgumentException("Failed to parse " + directive.name() + ": "
                    + (wanted.bitLength() > Long.SIZE ? "Number out of range" : "Value is too big."));
        }
        if (wanted.compareTo(BigInteger.valueOf(most)) > 0) {
            load.warning(directive, directive.name() + " is " + most + ", the most that the engine takes.");
            return most;
        }
        return (int) number(directive, 1, most);
    }

    /** ModSecurity 3 wants the code page, and takes all before it for the name of the file. */
    private static void unicodeMapFile3(Directive directive, RuleLoad load) {
        List<String> arguments = directive.arguments();
        int last = arguments.size() - 1;
        if (last < 1 || !arguments.get(last).matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("Invalid input:  " + directive.source() + ". " + directive.name()
                    + " takes a file and a code page, a number.");
        }
        String name = String.join(" ", arguments.subList(0, last));
        try {
            load.settings().unicodeMapping =
                    UnicodeMapping.parse(load.file(name), Integer.parseInt(arguments.get(last)));
        } catch (IOException missing) {
            throw new IllegalArgumentException(
                    "Failed to locate the unicode map file from: " + name + " " + missing.getMessage());
        }
    }

    private static Settings.LimitAction limitAction(Directive directive) {
        return switch (one(directive).toLowerCase(Locale.ROOT)) {
            case "reject" -> Settings.LimitAction.REJECT;
            case "processpartial" -> Settings.LimitAction.PROCESS_PARTIAL;
            default ->
                throw new IllegalArgumentException(
                        directive.name() + " takes Reject or ProcessPartial, not " + one(directive) + ".");
        };
    }

    private static Settings.KeepFiles keepFiles(Directive directive) {
        return switch (one(directive).toLowerCase(Locale.ROOT)) {
            case "on" -> Settings.KeepFiles.ON;
            case "off" -> Settings.KeepFiles.OFF;
            case "relevantonly" -> Settings.KeepFiles.RELEVANT_ONLY;
            default ->
                throw new IllegalArgumentException(
                        "SecUploadKeepFiles takes On, Off or RelevantOnly, not " + one(directive) + ".");
        };
    }
}
