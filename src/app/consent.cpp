#include "app/consent.hpp"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>

#include "source/live/page/page.hpp"

namespace stint::app {
namespace {

bool was_accepted(const std::filesystem::path& file, std::string_view source) {
  std::ifstream lines(file);
  std::string line;
  while (std::getline(lines, line)) {
    if (line == source) return true;
  }
  return false;
}

Result<void> remember(const std::filesystem::path& file, std::string_view source) {
  std::error_code ignored;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), ignored);
  std::ofstream lines(file, std::ios::app);
  lines << source << '\n' << std::flush;
  if (lines) return {};
  return fail(ErrorCode::output_unwritable, file.string() + " can't be written: whether terms were accepted is kept there");
}

std::string notice_of(const PreparedFeed& feed) {
  return "The live timing '" + std::string(feed.source->title) + "' belongs to " + std::string(feed.source->owner) +
         ".\nIt comes from " + feed.options.base_url +
         ". Its terms of use are yours to know and to respect: Stint keeps what it\nreceives on this machine, for your own "
         "use.";
}

}  // namespace

Consent consent_on_terminal(bool accepted) {
  Consent consent;
  consent.accepted = accepted;
  if (isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1) {
    consent.ask = [](const std::string& question) {
      std::fputs(question.c_str(), stderr);
      std::string line;
      std::getline(std::cin, line);
      return line;
    };
  }
  return consent;
}

Result<void> obtain_consent(const std::string& name, const std::string& notice, const Consent& consent) {
  if (was_accepted(consent.file, name)) return {};
  if (consent.accepted) {
    std::fprintf(stderr, "%s\n", notice.c_str());
    return remember(consent.file, name);
  }
  if (consent.ask) {
    const std::string answer = consent.ask(notice + "\nGo on? [y/N] ");
    if (answer == "y" || answer == "Y" || answer == "yes") return remember(consent.file, name);
    return fail(ErrorCode::bad_argument, "Nothing was contacted.");
  }
  return fail(ErrorCode::bad_argument, notice + "\nNobody can be asked here: say --accept-terms once, and it is remembered.");
}

Result<void> obtain_consent(const PreparedFeed& feed, const Consent& consent) {
  if (!feed.is_public) return {};
  // Each page has an owner of its own.
  const bool is_page = feed.source->name == live::kPageSource.name;
  const std::string name = std::string(feed.source->name) + (is_page ? " " + feed.host : "");
  return obtain_consent(name, notice_of(feed), consent);
}

}  // namespace stint::app
