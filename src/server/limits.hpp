// Every limit of the server, each with the reason for its size. docs/api.md lists them for users.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace stint::server::limit {

using std::chrono::seconds;

// Longest request target; the longest real one (all cars of a race as a filter) has some 500 bytes.
inline constexpr std::size_t kTargetBytes = 2048;
// Request line and headers together; browsers with large cookies stay under 8 kB.
inline constexpr std::size_t kHeaderBytes = 16UL * 1024;
// A body is a replay command of some 50 bytes; the rest is room for clients that send more than they must.
inline constexpr std::size_t kBodyBytes = 64UL * 1024;
// Name=value pairs of one query.
inline constexpr std::size_t kQueryPairs = 16;
// Decoded bytes of one query value; `cars=` names up to 120 cars.
inline constexpr std::size_t kQueryValueBytes = 1024;
// Segments of a path; the deepest route has four.
inline constexpr std::size_t kPathSegments = 8;

// Open connections of all kinds; each costs about 10 kB. The next one is told 503 and closed.
inline constexpr std::size_t kConnections = 8192;
// Waiting for the first byte of a request on an open connection.
inline constexpr seconds kIdle{60};
// From the first byte of a request to its last: a client that drips bytes holds its connection no longer than this.
inline constexpr seconds kRequestRead{10};
// One write of a response or of an event must be accepted by the client's side within this.
inline constexpr seconds kWrite{20};
// An answer that is worked out elsewhere (a what-if) must be there within this; it is meant to take one second.
inline constexpr seconds kWorkedOut{10};
// How often the times above are checked; the price of a time-out is this much lateness.
inline constexpr seconds kDeadlineCheck{1};

// Rows of one page of a table, and how many come if the client doesn't say.
inline constexpr std::size_t kPageRows = 5000;
inline constexpr std::size_t kDefaultLaps = 50;
inline constexpr std::size_t kDefaultMessages = 100;
// Anomalies of an answer, unless asked for otherwise.
inline constexpr std::size_t kDefaultAnomalies = 20;
// Bodies smaller than this gain nothing from gzip.
inline constexpr std::size_t kGzipFrom = 1024;
// Rendered bodies kept for one state of a session: hot routes times classes times formats.
inline constexpr std::size_t kCachedBodies = 64;
// Stored sessions held in memory for a while after somebody looked at one.
inline constexpr std::size_t kLoadedSessions = 2;
inline constexpr seconds kLoadedSessionKept{30};
// Stored sessions that are served because somebody opened them; each holds its race in memory, some 40 MB after 24 hours. One
// more closes the one that was asked for least recently, unless all of them are being watched.
inline constexpr std::size_t kOpenedSessions = 4;
// Bytes that a streamed export makes at a time.
inline constexpr std::size_t kExportChunkBytes = 64UL * 1024;

// What-ifs that wait for their turn; each takes about a second. The next one is told 503.
inline constexpr std::size_t kWaitingWhatIfs = 4;
// Assumptions of one what-if, and futures that may be asked for in each of its two worlds.
inline constexpr std::size_t kAssumptions = 16;
inline constexpr std::int64_t kWhatIfRuns = 5000;

// How far behind the race a viewer may ask to be: the latest that television has been seen to lag, with room.
inline constexpr seconds kLongestDelay{300};
// A publication a second is kept for that long, so what a delayed request gets is up to a second older than asked for, and
// never newer. The count has room for replays that are moved about; a snapshot of 62 cars after 24 hours weighs some 200 kB.
inline constexpr seconds kBetweenKept{1};
inline constexpr std::size_t kKeptPublications = 600;
inline constexpr std::size_t kKeptBytes = 96UL * 1024 * 1024;

// Between two deltas of one session: as soon as the first with few clients, as late as the second with thousands. A client
// costs the server's thread some 10 us a delta, so its share leaves that thread four fifths for everything else.
inline constexpr std::chrono::milliseconds kLeastBetweenDeltas{10};
inline constexpr std::chrono::milliseconds kMostBetweenDeltas{100};
inline constexpr std::chrono::microseconds kClientShare{50};
// Deltas of one session a second in the long run, more than an eye can follow, and how many may come together.
inline constexpr int kDeltasPerSecond = 25;
inline constexpr int kDeltaBurst = 10;
// Messages kept for clients that come back and for delayed ones: those of the longest delay and 20 s more at full rate, or as
// many as fit. Of them a client that joins late is given a snapshot of at most this long before, and the deltas since.
inline constexpr std::size_t kHeldMessages = 8000;
// A client that comes back and has missed more than this, a minute at full rate, is given a snapshot.
inline constexpr std::uint64_t kResumedMessages = 1500;
inline constexpr std::size_t kHeldMessageBytes = 32UL * 1024 * 1024;
inline constexpr seconds kBetweenKeyframes{5};
inline constexpr std::uint64_t kMessagesBetweenKeyframes = 50;
// While delayed clients wait for what is due, this often it is looked for.
inline constexpr std::chrono::milliseconds kDelayedLook{100};
// A client this many deltas behind (two seconds at full rate) is slow and is moved to the newest snapshot.
inline constexpr std::size_t kSlowDeltas = 50;
// Messages of race control in a pushed snapshot.
inline constexpr std::size_t kSnapshotMessages = 100;
// The latest anomalies that a snapshot of the push carries; a delta carries those of them that are new or revised.
inline constexpr std::size_t kPushedAnomalies = 500;
// The latest alerts that a snapshot of the push carries, so that a page that is opened again shows what was missed.
inline constexpr std::size_t kPushedAlerts = 20;
// Largest message that a push client may send; they are ignored, so anything longer is abuse.
inline constexpr std::size_t kClientMessageBytes = 4096;
// What the kernel may hold for a push client: enough for a snapshot, little enough that a slow client is noticed in seconds.
inline constexpr int kPushSendBuffer = 64UL * 1024;
// A push client that answers no ping within this is dead.
inline constexpr seconds kPushIdle{30};
// A comment is sent on a silent event stream this often, so that proxies and clients see it is alive.
inline constexpr seconds kEventKeepAlive{15};

}  // namespace stint::server::limit
