// Every metric that /metrics shows. docs/metrics.md documents each; a test compares the two.
#pragma once

#include <array>
#include <string_view>

namespace stint::server::metric {

struct Description {
  std::string_view name;
  std::string_view help;
};

inline constexpr Description kRequests{"stint_http_requests_total", "HTTP requests answered, by route and status."};
inline constexpr Description kRequestSeconds{"stint_http_request_duration_seconds",
                                             "From a request's last byte to its answer's last byte, by route."};
inline constexpr Description kResponseBytes{"stint_http_response_bytes_total", "Bytes of answers, headers included."};
inline constexpr Description kConnections{"stint_http_connections", "Open connections, push clients included."};
inline constexpr Description kRefused{"stint_http_connections_refused_total",
                                      "Connections refused because the limit was reached."};
inline constexpr Description kTimedOut{"stint_http_connections_timed_out_total",
                                       "Connections closed because a time-out passed."};
inline constexpr Description kPushClients{"stint_push_clients", "Push clients, by transport."};
inline constexpr Description kPushMessages{"stint_push_messages_total",
                                           "Messages made for push clients: once for all of them, by session."};
inline constexpr Description kPushSent{"stint_push_messages_sent_total",
                                       "Messages sent to push clients: once for each of them."};
inline constexpr Description kPushBytes{"stint_push_bytes_total", "Bytes of messages sent to push clients."};
inline constexpr Description kSlowClients{"stint_push_slow_clients_total",
                                          "Times that a push client had fallen behind and was moved to the newest snapshot."};
inline constexpr Description kSnapshotAge{"stint_snapshot_age_seconds",
                                          "Time since the session's state was last published, by session."};

inline constexpr Description kStrategyRefreshes{"stint_strategy_refreshes_total",
                                                "Times that a session's strategy was worked out, by session."};
inline constexpr Description kStrategySeconds{"stint_strategy_refresh_seconds",
                                              "Processor time that the newest strategy took to work out, by session."};

inline constexpr Description kFeedConnected{"stint_feed_connected", "1 while the live feed answers, by session and source."};
inline constexpr Description kFeedStale{"stint_feed_stale", "1 while a session runs and the live feed's timing doesn't come."};
inline constexpr Description kFeedRecording{"stint_feed_recording", "1 while the live feed's frames are being kept."};
inline constexpr Description kFeedLeads{"stint_feed_leads", "1 for the feed of a session that leads."};
inline constexpr Description kFeedTimingAge{"stint_feed_timing_age_seconds", "Time since the live feed's last timing."};
inline constexpr Description kFeedFrames{"stint_feed_frames_total", "Frames that the live feed has sent."};
inline constexpr Description kFeedBytes{"stint_feed_bytes_total", "Bytes of the live feed's frames."};
inline constexpr Description kFeedBadFrames{"stint_feed_bad_frames_total",
                                            "Frames with something in them that could not be read."};
inline constexpr Description kFeedReconnects{"stint_feed_reconnects_total",
                                             "Conversations with the live feed after the first."};
inline constexpr Description kFeedDifferences{"stint_feed_differences_total",
                                              "Facts that the two feeds of a session told differently."};

inline constexpr std::array kAll{kRequests,    kRequestSeconds, kResponseBytes,     kConnections,     kRefused,
                                 kTimedOut,    kPushClients,    kPushMessages,      kPushSent,        kPushBytes,
                                 kSlowClients, kSnapshotAge,    kStrategyRefreshes, kStrategySeconds, kFeedConnected,
                                 kFeedStale,   kFeedRecording,  kFeedLeads,         kFeedTimingAge,   kFeedFrames,
                                 kFeedBytes,   kFeedBadFrames,  kFeedReconnects,    kFeedDifferences};

}  // namespace stint::server::metric
