#include "source/live/recording/frame_writer.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>

#include "source/live/recording/frame_reader.hpp"

namespace stint::live {
namespace {

// Level 3: see docs/recordings.md for what the levels cost and gain.
constexpr int kLevel = 3;

// A stream begins anew after so much, so that one damaged block doesn't cost the rest of the file.
constexpr std::size_t kRecordsOfStream = 1024;
constexpr std::size_t kBytesOfStream = 32UL * 1024 * 1024;

constexpr mode_t kFileMode = 0644;

Error unwritable(const std::filesystem::path& path, int cause) {
  return {ErrorCode::output_unwritable, path.string() + " can't be recorded to: " + std::strerror(cause)};
}

}  // namespace

struct FrameWriter::Impl {
  explicit Impl(std::filesystem::path file_path) : path(std::move(file_path)), context(ZSTD_createCCtx()) {
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, kLevel);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    ZSTD_freeCCtx(context);
    if (file >= 0) ::close(file);
  }

  [[nodiscard]] Result<void> open_file() {
    std::error_code ignored;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), ignored);
    file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kFileMode);
    if (file < 0) return std::unexpected(unwritable(path, errno));
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return {};
    return fail(ErrorCode::output_unwritable, path.string() + " is being recorded to by another program");
  }

  [[nodiscard]] Result<void> begin(const RecordingHeader& header) {
    const off_t size = ::lseek(file, 0, SEEK_END);
    if (size < 0) return std::unexpected(unwritable(path, errno));
    return size == 0 ? put(header_bytes(header)) : go_on(header);
  }

  [[nodiscard]] Result<void> go_on(const RecordingHeader& header) {
    auto reader = FrameReader::open(path);
    if (!reader) return std::unexpected(reader.error());
    if (reader->header().source != header.source) {
      return fail(ErrorCode::bad_argument, path.string() + " is a recording of '" + reader->header().source + "', not of '" +
                                               header.source + "'; record into another file");
    }
    while (reader->skip()) {
    }
    const RecordingCondition& condition = reader->condition();
    // After damage nothing is cut off: whole blocks may follow it.
    length = condition.torn_bytes > 0 ? static_cast<std::uint64_t>(::lseek(file, 0, SEEK_END)) - condition.torn_bytes
                                      : static_cast<std::uint64_t>(::lseek(file, 0, SEEK_END));
    resumed = true;
    return cut_to_length();
  }

  [[nodiscard]] Result<void> cut_to_length() const {
    if (::ftruncate(file, static_cast<off_t>(length)) == 0 && ::lseek(file, 0, SEEK_END) >= 0) return {};
    return std::unexpected(unwritable(path, errno));
  }

  // All of it or nothing.
  [[nodiscard]] Result<void> put(std::string_view bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t count = ::write(file, bytes.data() + done, bytes.size() - done);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        const Error problem = unwritable(path, count < 0 ? errno : ENOSPC);
        static_cast<void>(cut_to_length());
        return std::unexpected(problem);
      }
      done += static_cast<std::size_t>(count);
    }
    length += bytes.size();
    return {};
  }

  // The record as the next piece of the stream.
  [[nodiscard]] bool pack() {
    packed.resize(ZSTD_compressBound(record.size()) + kRoomForEnd);
    ZSTD_inBuffer in{record.data(), record.size(), 0};
    ZSTD_outBuffer out{packed.data(), packed.size(), 0};
    while (true) {
      const std::size_t left = ZSTD_compressStream2(context, &out, &in, ZSTD_e_flush);
      if (ZSTD_isError(left) != 0) return false;
      if (left == 0) break;
      packed.resize(packed.size() + left + kRoomForEnd);
      out.dst = packed.data();
      out.size = packed.size();
    }
    packed.resize(out.pos);
    return true;
  }

  [[nodiscard]] Result<void> write(const RecordedItem& item) {
    record.clear();
    append_record(item, record);
    if (record.size() > kMostRecordBytes) {
      return fail(ErrorCode::output_unwritable,
                  path.string() + ": a frame of " + std::to_string(record.size()) + " bytes is too large to be recorded");
    }
    BlockHead head;
    head.begins = records == 0 || records >= kRecordsOfStream || stream_bytes + record.size() > kBytesOfStream;
    if (head.begins) {
      ZSTD_CCtx_reset(context, ZSTD_reset_session_only);
      records = 0;
      stream_bytes = 0;
    }
    if (!pack()) return fail(ErrorCode::output_unwritable, path.string() + ": a frame can't be compressed");
    ++records;
    stream_bytes += record.size();
    head.length = static_cast<std::uint32_t>(packed.size());
    head.record_length = static_cast<std::uint32_t>(record.size());
    head.checksum = checksum_of(packed, block_seed(head));
    block.clear();
    append_head(head, block);
    block += packed;
    auto done = put(block);
    if (!done) records = 0;  // what the stream has just told is not in the file
    return done;
  }

  static constexpr std::size_t kRoomForEnd = 64;

  std::filesystem::path path;
  int file = -1;
  ZSTD_CCtx* context;
  std::uint64_t length = 0;
  bool resumed = false;
  std::size_t records = 0;  // of the stream so far, and their bytes
  std::size_t stream_bytes = 0;
  std::string record, packed, block;
};

FrameWriter::FrameWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FrameWriter::FrameWriter(FrameWriter&&) noexcept = default;
FrameWriter& FrameWriter::operator=(FrameWriter&&) noexcept = default;
FrameWriter::~FrameWriter() = default;

Result<FrameWriter> FrameWriter::open(const std::filesystem::path& path, const RecordingHeader& header) {
  auto impl = std::make_unique<Impl>(path);
  if (auto opened = impl->open_file(); !opened) return std::unexpected(opened.error());
  if (auto begun = impl->begin(header); !begun) return std::unexpected(begun.error());
  return FrameWriter(std::move(impl));
}

Result<void> FrameWriter::write(const RecordedItem& item) { return impl_->write(item); }
Result<void> FrameWriter::write(const net::Frame& frame) { return impl_->write({false, frame}); }
const std::filesystem::path& FrameWriter::path() const { return impl_->path; }
bool FrameWriter::resumed() const { return impl_->resumed; }
std::uint64_t FrameWriter::file_bytes() const { return impl_->length; }

}  // namespace stint::live
