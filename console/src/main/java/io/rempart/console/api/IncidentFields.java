package io.rempart.console.api;

import io.rempart.console.text.Fields;
import io.rempart.events.store.Counted;
import io.rempart.events.store.IncidentStore.ArchiveRule;
import io.rempart.events.store.IncidentStore.Campaign;
import io.rempart.events.store.IncidentStore.Changed;
import io.rempart.events.store.IncidentStore.HistoryEntry;
import io.rempart.events.store.IncidentStore.Incident;
import java.util.List;

/** Incidents, campaigns and what people did with them, as JSON. */
final class IncidentFields {
    private IncidentFields() {}

    static Fields of(Incident incident) {
        return new Fields()
                .with("id", incident.id())
                .with("client", incident.client())
                .with("class", incident.sourceClass())
                .with("state", incident.state())
                .with("severity", incident.severity())
                .with("firstSeen", incident.firstSeen())
                .with("lastSeen", incident.lastSeen())
                .with("events", incident.events())
                .with("blocked", incident.blocked())
                .with("country", incident.country())
                .with("asn", incident.asn())
                .with("organisation", incident.organisation())
                .with("hosts", counted(incident.hosts()))
                .with("paths", counted(incident.paths()))
                .with("rules", counted(incident.rules()))
                .with("messages", counted(incident.messages()))
                .with("userAgents", counted(incident.userAgents()))
                .with("tool", incident.tool())
                .with("toolName", incident.toolName())
                .with("rhythmMillis", incident.rhythmMillis())
                .with("assignee", incident.assignee())
                .with("comments", incident.comments())
                .with("archivedByRule", incident.archivedByRule())
                .with("changedAt", incident.changedAt())
                .with("search", incident.eventQuery().toText());
    }

    static List<Fields> counted(List<Counted> values) {
        return values.stream()
                .map(one -> new Fields().with("value", one.value()).with("events", one.events()))
                .toList();
    }

    static Fields of(HistoryEntry entry) {
        return new Fields()
                .with("id", entry.id())
                .with("at", entry.at())
                .with("person", entry.person())
                .with("from", entry.from())
                .with("to", entry.to())
                .with("assignee", entry.assignee())
                .with("comment", entry.comment())
                .with("incidents", entry.incidents())
                .with("undoneBy", entry.undoneBy());
    }

    static Fields of(Campaign campaign) {
        return new Fields()
                .with("kind", campaign.kind())
                .with("network", campaign.network())
                .with("asn", campaign.asn())
                .with("organisation", campaign.organisation())
                .with("tool", campaign.tool())
                .with("toolName", campaign.toolName())
                .with("sources", campaign.sources())
                .with("incidents", campaign.incidents())
                .with("events", campaign.events())
                .with("severity", campaign.severity())
                .with("classes", campaign.classes().stream().sorted().toList())
                .with("firstSeen", campaign.firstSeen())
                .with("lastSeen", campaign.lastSeen());
    }

    static Fields of(Changed changed) {
        return new Fields().with("undo", changed.id()).with("incidents", changed.incidents());
    }

    static Fields of(ArchiveRule rule) {
        return new Fields()
                .with("id", rule.id())
                .with("name", rule.name())
                .with("q", rule.query().toText())
                .with("person", rule.person())
                .with("createdAt", rule.createdAt());
    }
}
