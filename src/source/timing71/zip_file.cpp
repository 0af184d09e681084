#include "source/timing71/zip_file.hpp"

#include <zip.h>

#include <utility>

namespace stint::source::timing71 {
namespace {

std::unexpected<Error> no_zip(const std::string& why) { return fail(ErrorCode::not_a_timing_file, "zip archive: " + why); }

std::string reason_of(zip_error_t& error) {
  std::string reason = zip_error_strerror(&error);
  zip_error_fini(&error);
  return reason;
}

}  // namespace

Result<ZipReader> ZipReader::open(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return no_zip(reason_of(error));
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) {
    zip_source_free(source);
    return no_zip(reason_of(error));
  }
  zip_error_fini(&error);
  ZipReader reader(archive);
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  if (count < 0 || static_cast<std::size_t>(count) > kMostMembers) return no_zip("it has too many members");
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS);
    reader.names_.emplace_back(name == nullptr ? "" : name);
  }
  return reader;
}

ZipReader::ZipReader(ZipReader&& other) noexcept
    : archive_(std::exchange(other.archive_, nullptr)), names_(std::move(other.names_)), content_read_(other.content_read_) {}

ZipReader& ZipReader::operator=(ZipReader&& other) noexcept {
  std::swap(archive_, other.archive_);
  std::swap(names_, other.names_);
  std::swap(content_read_, other.content_read_);
  return *this;
}

ZipReader::~ZipReader() {
  if (archive_ != nullptr) zip_discard(archive_);
}

Result<std::string> ZipReader::read(std::size_t index) {
  const std::string& name = names_[index];
  zip_stat_t stat;
  zip_stat_init(&stat);
  const bool sized = zip_stat_index(archive_, index, 0, &stat) == 0 && (stat.valid & ZIP_STAT_SIZE) != 0;
  if (!sized) return no_zip(name + " has no size");
  // The size that it states is an upper bound of what is read, so a small member can't unpack to a large one.
  if (stat.size > kLargestMember) return no_zip(name + " is larger than " + std::to_string(kLargestMember) + " bytes");
  content_read_ += stat.size;
  if (content_read_ > kLargestContent) return no_zip("its content is too large");
  zip_file_t* file = zip_fopen_index(archive_, index, 0);
  if (file == nullptr) return no_zip(name + ": " + zip_strerror(archive_));
  std::string content(stat.size, '\0');
  const zip_int64_t read = zip_fread(file, content.data(), content.size());
  const int closed = zip_fclose(file);
  if (read < 0 || static_cast<std::size_t>(read) != content.size() || closed != 0) return no_zip(name + " is damaged");
  return content;
}

Result<void> write_zip(const std::string& path, const std::vector<ZipMember>& members) {
  const auto unwritable = [&](const std::string& why) { return fail(ErrorCode::output_unwritable, path + ": " + why); };
  int problem = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &problem);
  if (archive == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, problem);
    return unwritable(reason_of(error));
  }
  for (const ZipMember& member : members) {
    zip_source_t* source = zip_source_buffer(archive, member.content.data(), member.content.size(), 0);
    if (source == nullptr || zip_file_add(archive, member.name.c_str(), source, ZIP_FL_ENC_UTF_8) < 0) {
      if (source != nullptr) zip_source_free(source);
      const std::string why = zip_strerror(archive);
      zip_discard(archive);
      return unwritable(why);
    }
  }
  if (zip_close(archive) != 0) {
    const std::string why = zip_strerror(archive);
    zip_discard(archive);
    return unwritable(why);
  }
  return {};
}

}  // namespace stint::source::timing71
