#include "app/consent.hpp"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>

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

std::string notice(const PreparedFeed& feed) {
  return "The live timing '" + std::string(feed.source->title) + "' belongs to " + std::string(feed.source->owner) +
         ".\nIt comes from " + (feed.options.base_url.empty() ? "the page that you described" : feed.options.base_url) +
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

Result<void> obtain_consent(const PreparedFeed& feed, const Consent& consent) {
  if (!feed.is_public || was_accepted(consent.file, feed.source->name)) return {};
  if (consent.accepted) {
    std::fprintf(stderr, "%s\n", notice(feed).c_str());
    return remember(consent.file, feed.source->name);
  }
  if (consent.ask) {
    const std::string answer = consent.ask(notice(feed) + "\nGo on? [y/N] ");
    if (answer == "y" || answer == "Y" || answer == "yes") return remember(consent.file, feed.source->name);
    return fail(ErrorCode::bad_argument, "Nothing was contacted.");
  }
  return fail(ErrorCode::bad_argument,
              notice(feed) + "\nNobody can be asked here: say --accept-terms once, and it is remembered.");
}

}  // namespace stint::app
