#include "timing/ndjson_log.hpp"

#include <exception>
#include <utility>

#include "timing/event_limits.hpp"
#include "timing/event_ndjson.hpp"

namespace stint::timing {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r\n") == std::string_view::npos; }

class LineSink {
 public:
  explicit LineSink(const std::function<bool(Event&&)>& each) : each_(each) {}

  // False once the receiver has had enough.
  bool take(std::string_view line) {
    ++report.lines;
    if (report.lines == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    if (is_blank(line)) return true;
    auto event = reader_.parse(line);
    if (!event) {
      ++report.bad_count;
      if (report.bad.size() < kMaxBadLinesListed) report.bad.push_back({report.lines, std::move(event.error().message)});
      return true;
    }
    ++report.events;
    return each_(std::move(*event));
  }

  LogReport report;

 private:
  const std::function<bool(Event&&)>& each_;
  NdjsonReader reader_;
};

// Byte by byte out of the stream's own buffer, so that a live pipe is followed line by line. Of an over-long line only as much
// is held as shows that it is too long.
void cut_lines(std::streambuf& from, LineSink& sink) {
  using Traits = std::streambuf::traits_type;
  std::string line;
  for (auto got = from.sbumpc(); !Traits::eq_int_type(got, Traits::eof()); got = from.sbumpc()) {
    const char byte = Traits::to_char_type(got);
    if (byte != '\n') {
      if (line.size() <= kMaxLineBytes) line += byte;
      continue;
    }
    if (!sink.take(line)) return;
    line.clear();
  }
  if (!line.empty()) sink.take(line);  // the last line may lack its newline
}

}  // namespace

Result<LogReport> read_ndjson_log(std::istream& in, const std::function<bool(Event&&)>& each) {
  LineSink sink(each);
  try {
    if (!in.good()) return fail(ErrorCode::file_unreadable, "the log can't be read");
    cut_lines(*in.rdbuf(), sink);
  } catch (const std::ios_base::failure& failure) {  // how libstdc++'s file buffers report a read error
    return fail(ErrorCode::file_unreadable,
                "the log can't be read past line " + std::to_string(sink.report.lines) + ": " + failure.what());
  }
  return std::move(sink.report);
}

Result<NdjsonLog> read_ndjson_log(std::istream& in) {
  NdjsonLog log;
  auto report = read_ndjson_log(in, [&](Event&& event) {
    log.events.push_back(std::move(event));
    return true;
  });
  if (!report) return std::unexpected(std::move(report.error()));
  log.report = std::move(*report);
  return log;
}

NdjsonLog read_ndjson_log(std::string_view text) {
  NdjsonLog log;
  const std::function<bool(Event&&)> keep = [&](Event&& event) {
    log.events.push_back(std::move(event));
    return true;
  };
  LineSink sink(keep);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    sink.take(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  log.report = std::move(sink.report);
  return log;
}

}  // namespace stint::timing
