// What is asked of the parts while they serve, and what the log says of it.
#include "server_parts.h"

namespace papo::server {

LimitCounts Server::Parts::limit_counts() const {
    auto counts = reactor->acceptor().limit_counts();
    counts += hub->limit_counts();
    counts += metrics.limits;
    return counts;
}

ops::Figures Server::Parts::figures(bool all) const {
    const auto& worker = storage->figures();
    ops::Figures all_of{metrics,
                        reactor->counts(),
                        limit_counts(),
                        {.connections = reactor->connection_count(),
                         .chatters = hub->connections(),
                         .rooms = hub->active_rooms().size(),
                         .queued = reactor->queued_bytes(),
                         .uploading = gate.uploads_under_way(),
                         .stored = storage->file_bytes(),
                         .unfolded = storage->backlog(),
                         .max_connections = max_connections},
                        {.commits = storage->commit_times(),
                         .messages = storage->messages_stored(),
                         .journal_bytes = storage->journal_bytes(),
                         .folds = worker.folds,
                         .fold_us = worker.fold_us,
                         .checkpoints = worker.checkpoints,
                         .checkpoint_us = worker.checkpoint_us,
                         .unknown_facts = worker.unknown_facts},
                        probe.read()};
    if (all) all_of.system.descriptors = probe.count_descriptors();
    return all_of;
}

void Server::Parts::watch_figures(Now now) {
    if (watch.is_due(now)) watch.look(limit_counts(), metrics, events, now);
    events.tick(now);
}

}  // namespace papo::server
