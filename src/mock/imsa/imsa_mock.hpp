// The IMSA scoring files as a mock: three small files that a client polls, JSON or JSONP, with an ETag each.
#pragma once

#include <array>
#include <deque>
#include <string>

#include "mock/catalogue.hpp"
#include "mock/feed.hpp"

namespace stint::mock::imsa {

extern const MockProtocol kImsaMock;

class ImsaMock : public Feed {
 public:
  using Feed::Feed;

 private:
  enum File : std::size_t { results, data, session, kFiles };
  struct Published {
    timing::Instant at{};
    std::array<std::string, kFiles> files;
  };

  net::LoopbackReply reply(const net::LoopbackRequest& request) override;

  [[nodiscard]] Published published();
  [[nodiscard]] const std::string& shown(File file) const;
  [[nodiscard]] bool between_sessions() const;
  [[nodiscard]] std::string session_name(const race::Snapshot& race) const;
  [[nodiscard]] std::string results_file(const race::Snapshot& race) const;
  [[nodiscard]] std::string data_file(const race::Snapshot& race) const;
  [[nodiscard]] std::string session_file(const race::Snapshot& race) const;
  [[nodiscard]] std::string name_text(const std::string& name) const;
  [[nodiscard]] int flag_code(const race::Snapshot& race) const;

  std::deque<Published> publications_;  // newest last; the older ones for `stale`
};

}  // namespace stint::mock::imsa
