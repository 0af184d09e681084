#include "source/live/recording/frame_reader.hpp"

#include <zstd.h>

#include <cstring>
#include <fstream>

namespace stint::live {

struct FrameReader::Unpacker {
  Unpacker() : context(ZSTD_createDCtx()) {}
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;
  ~Unpacker() { ZSTD_freeDCtx(context); }

  void begin() { ZSTD_DCtx_reset(context, ZSTD_reset_session_only); }

  // Whether `payload` gives exactly `length` bytes.
  [[nodiscard]] bool unpack(std::string_view payload, std::size_t length, std::string& record) {
    record.resize(length);
    ZSTD_inBuffer in{payload.data(), payload.size(), 0};
    ZSTD_outBuffer out{record.data(), record.size(), 0};
    while (in.pos < in.size || out.pos < out.size) {
      const auto consumed = in.pos;
      const auto produced = out.pos;
      if (ZSTD_isError(ZSTD_decompressStream(context, &out, &in)) != 0) return false;
      if (in.pos == consumed && out.pos == produced) return false;
    }
    return true;
  }

  ZSTD_DCtx* context;
};

FrameReader::FrameReader(std::unique_ptr<std::istream> in, std::uint64_t size)
    : in_(std::move(in)), size_(size), unpacker_(std::make_unique<Unpacker>()) {}
FrameReader::FrameReader(FrameReader&&) noexcept = default;
FrameReader& FrameReader::operator=(FrameReader&&) noexcept = default;
FrameReader::~FrameReader() = default;

Result<FrameReader> FrameReader::open(const std::filesystem::path& path) {
  auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!*file) return fail(ErrorCode::file_unreadable, path.string() + ": " + std::strerror(errno));
  return open(std::move(file), path.string());
}

Result<FrameReader> FrameReader::open(std::unique_ptr<std::istream> in, const std::string& name) {
  in->seekg(0, std::ios::end);
  const auto size = in->tellg();
  in->seekg(0);
  if (!*in || size < 0) return fail(ErrorCode::file_unreadable, name + " can't be read");
  FrameReader reader(std::move(in), static_cast<std::uint64_t>(size));
  if (auto read = reader.read_header(name); !read) return std::unexpected(read.error());
  return reader;
}

bool FrameReader::read_bytes(std::size_t count, std::string& into) {
  if (count > size_ - at_) return false;
  into.resize(count);
  in_->read(into.data(), static_cast<std::streamsize>(count));
  if (!*in_) return false;
  at_ += count;
  return true;
}

Result<void> FrameReader::read_header(const std::string& name) {
  const auto refused = [&](const std::string& why) {
    return fail(ErrorCode::not_a_timing_file, name + " is no recording: " + why);
  };
  if (!read_bytes(kPreambleBytes, head_) || !head_.starts_with(kRecordingMagic)) return refused("it doesn't begin as one");
  const auto byte = [this](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(head_[i])); };
  const auto number = [&](std::size_t begin, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = count; i > 0; --i) value = value << 8U | byte(begin + i - 1);
    return value;
  };
  const std::size_t version_at = kRecordingMagic.size();
  const std::size_t length_at = version_at + sizeof(kRecordingVersion);
  const std::size_t checksum_at = length_at + sizeof(std::uint32_t);
  const std::uint64_t version = number(version_at, sizeof(kRecordingVersion));
  if (version != kRecordingVersion) return refused("version " + std::to_string(version) + " is not known here");
  const auto length = static_cast<std::size_t>(number(length_at, sizeof(std::uint32_t)));
  const std::uint64_t checksum = number(checksum_at, sizeof(std::uint64_t));
  if (length > kMostHeaderBytes || !read_bytes(length, payload_)) return refused("its header is incomplete");
  if (checksum_of(payload_, 0) != checksum) return refused("its header is damaged");
  auto header = parse_header(payload_);
  if (!header) return refused(header.error().message);
  header_ = std::move(*header);
  condition_.sound_bytes = at_;
  return {};
}

void FrameReader::damage(const std::string& what) {
  ++condition_.damaged;
  needs_beginning_ = true;
  if (condition_.first_damage.empty()) condition_.first_damage = what + " before byte " + std::to_string(at_);
}

std::optional<BlockHead> FrameReader::read_block() {
  while (at_ < size_) {
    const std::uint64_t begins_at = at_;
    BlockHead head;
    bool whole = read_bytes(kBlockHeadBytes, head_);
    if (whole) {
      head = parse_head(head_);
      whole = head.record_length <= kMostRecordBytes && read_bytes(head.length, payload_);
    }
    const bool good = whole && checksum_of(payload_, block_seed(head)) == head.checksum;
    if (!whole || (!good && at_ == size_)) {  // nothing can be found after it
      condition_.torn_bytes = size_ - begins_at;
      at_ = size_;
      return std::nullopt;
    }
    if (!good) {
      damage("a block doesn't match its checksum");
      continue;
    }
    if (head.begins) needs_beginning_ = false;
    if (needs_beginning_) {
      ++condition_.damaged;  // whole, but it continues a stream that is broken
      continue;
    }
    ++condition_.blocks;
    condition_.sound_bytes = at_;
    return head;
  }
  return std::nullopt;
}

bool FrameReader::skip() { return read_block().has_value(); }

std::optional<RecordedItem> FrameReader::next() {
  while (const auto head = read_block()) {
    if (head->begins) unpacker_->begin();
    if (!unpacker_->unpack(payload_, head->record_length, record_)) {
      damage("a block can't be unpacked");
      continue;
    }
    auto item = parse_record(record_);
    if (item) return std::move(*item);
    damage(item.error().message);
  }
  return std::nullopt;
}

bool is_recording(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string start(kRecordingMagic.size(), '\0');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  return file && start == kRecordingMagic;
}

}  // namespace stint::live
