// A recording as the network would have it: the same frames, at the same times, to the same kind of adapter.
//
// What the adapter asks for is thrown away: the answers are in the recording. Pure but for the reading of the file.
// Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "source/live/adapter.hpp"
#include "source/live/arrival_order.hpp"
#include "source/live/recording/frame_reader.hpp"

namespace stint::live {

class Reparse {
 public:
  // `page_description`: in place of the recorded one, which may have been wrong; empty: that one. Errors: those of the
  // adapter's making, bad_argument (a source that this version doesn't know).
  [[nodiscard]] static Result<Reparse> begin(FrameReader reader, std::string page_description = {});
  Reparse(FrameReader reader, std::unique_ptr<Adapter> adapter);

  // Adds what the next item says that was not known before; returns the time at which the item came, nullopt at the end.
  [[nodiscard]] std::optional<timing::Instant> next(std::vector<timing::Event>& events);

  [[nodiscard]] const FrameReader& reader() const { return reader_; }
  [[nodiscard]] std::uint64_t frames() const { return frames_; }
  [[nodiscard]] std::uint64_t problems() const { return problems_; }
  [[nodiscard]] const std::optional<Problem>& first_problem() const { return first_problem_; }

 private:
  void let_time_pass(timing::Instant until, std::vector<timing::Event>& events);
  void settle(timing::Instant at, std::vector<timing::Event>& events);

  FrameReader reader_;
  std::unique_ptr<Adapter> adapter_;
  Reaction reaction_;
  ArrivalOrder order_;
  std::string session_;  // the source's id of the one that is being told
  std::optional<timing::Instant> at_;
  std::uint64_t frames_ = 0;
  std::uint64_t problems_ = 0;
  std::optional<Problem> first_problem_;
};

}  // namespace stint::live
