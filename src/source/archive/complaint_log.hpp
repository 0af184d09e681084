// What is wrong with one file, as it is found.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "source/archive/archive.hpp"

namespace stint::source::archive {

// How many complaints of one file are kept in words; the rest are counted. A file of another kind would give one a row.
inline constexpr std::size_t kMaxComplaintsListed = 200;

class ComplaintLog {
 public:
  explicit ComplaintLog(std::string file) : file_(std::move(file)) {}

  // `line` and `column` count from 1; column 0 is the whole row.
  void add(std::size_t line, std::size_t column, std::string message) {
    ++count_;
    if (listed_.size() < kMaxComplaintsListed) listed_.push_back({file_, line, column, std::move(message)});
  }

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] const std::vector<Complaint>& listed() const { return listed_; }

  void move_into(ArchiveSession& session) && {
    session.complaint_count += count_;
    session.complaints.insert(session.complaints.end(), std::make_move_iterator(listed_.begin()),
                              std::make_move_iterator(listed_.end()));
  }

 private:
  std::string file_;
  std::vector<Complaint> listed_;
  std::size_t count_ = 0;
};

}  // namespace stint::source::archive
