#include "source/archive/archive_folder.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

#include "source/archive/session_title.hpp"

namespace stint::source::archive {
namespace {

namespace fs = std::filesystem;

// The timing company's own names for the same session: the number tells the content.
struct CompanyName {
  std::string_view laps, results, weather;
};
constexpr std::array<CompanyName, 3> kCompanyNames = {{{"23_AnalysisEnduranceWithSections_", "03_Results_", "26_Weather_"},
                                                       {"23_Analysis_", "03_Results_", "26_Weather_"},
                                                       {"23_Time Cards_", "03_Results_", "26_Weather_"}}};

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

std::string because(int error) { return std::string(": ") + std::strerror(error); }

Result<std::string> read_text(const fs::path& path) {
  const std::string name = path.filename().string();
  std::error_code error;
  if (fs::is_directory(path, error)) return fail(ErrorCode::file_unreadable, name + " is a folder, not a file");
  const std::unique_ptr<std::FILE, FileCloser> file(std::fopen(path.c_str(), "rb"));
  if (!file) return fail(ErrorCode::file_unreadable, "can't open " + path.string() + because(errno));
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) return fail(ErrorCode::file_unreadable, "can't read " + path.string() + ": " + error.message());
  if (size > kMaxFileBytes) return fail(ErrorCode::not_a_timing_file, name + " is larger than any timing file (256 MiB)");
  std::string text;
  std::size_t got = 0;
  text.resize_and_overwrite(static_cast<std::size_t>(size),
                            [&](char* bytes, std::size_t wanted) { return got = std::fread(bytes, 1, wanted, file.get()); });
  if (got < size && std::ferror(file.get()) != 0)
    return fail(ErrorCode::file_unreadable, "can't read " + path.string() + because(errno));
  return text;
}

std::optional<ArchiveFile> read_beside(const fs::path& path, const std::string& name) {
  std::error_code error;
  const fs::path beside = path.parent_path() / name;
  if (!fs::is_regular_file(beside, error)) return std::nullopt;
  auto text = read_text(beside);
  if (!text) return std::nullopt;
  return ArchiveFile{name, std::move(*text)};
}

// False if the file's name is not one of the company's.
bool read_company_files(const fs::path& path, const std::string& name, ArchiveFiles& files) {
  for (const CompanyName& known : kCompanyNames) {
    if (!name.starts_with(known.laps)) continue;
    const std::string session = name.substr(known.laps.size());
    files.results = read_beside(path, std::string(known.results) + session).value_or(ArchiveFile{});
    files.weather = read_beside(path, std::string(known.weather) + session).value_or(ArchiveFile{});
    return true;
  }
  return false;
}

}  // namespace

Result<ArchiveFiles> read_folder(const fs::path& path) {
  ArchiveFiles files;
  files.laps.name = path.filename().string();
  auto text = read_text(path);
  if (!text) return std::unexpected(text.error());
  files.laps.text = std::move(*text);

  if (read_company_files(path, files.laps.name, files)) return files;
  const FileStem name = split_file_name(files.laps.name);
  if (name.separator == 0) return files;
  // A copy in another form ("X_analysis_reencoded.csv") has the same results and weather beside it.
  const std::string stem = std::string(name.stem) + name.separator;
  const std::string extension = path.extension().string();
  files.results = read_beside(path, stem + "results" + extension).value_or(ArchiveFile{});
  files.weather = read_beside(path, stem + "weather" + extension).value_or(ArchiveFile{});
  return files;
}

}  // namespace stint::source::archive
