// Before a public feed is contacted for the first time: whose data it is, and that its terms are the user's to respect. Asked
// once a feed and remembered in data/accepted_terms, one line a feed.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "app/live_feed.hpp"
#include "timing/error.hpp"

namespace stint::app {

struct Consent {
  std::filesystem::path file = "data/accepted_terms";
  bool accepted = false;  // --accept-terms
  // Shows a text to the user and returns the answer's line; empty function: nobody can be asked.
  std::function<std::string(const std::string& question)> ask;
};

// One that asks on the terminal, if there is one.
[[nodiscard]] Consent consent_on_terminal(bool accepted);

// `name` is what is remembered as accepted; `notice` says whose the data are. Errors: bad_argument (not accepted, or nobody can
// be asked), output_unwritable (the file).
[[nodiscard]] Result<void> obtain_consent(const std::string& name, const std::string& notice, const Consent& consent);

// Nothing to ask for a feed on this machine. Errors: bad_argument, output_unwritable (the file).
[[nodiscard]] Result<void> obtain_consent(const PreparedFeed& feed, const Consent& consent);

}  // namespace stint::app
