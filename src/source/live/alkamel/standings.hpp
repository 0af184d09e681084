// The `standings` document as rows, and which of them a message has changed.
//
// Rows stand in the document's order, by position. A car may be missing, or stand in two rows while the feed is changing them.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/live/alkamel/document_bytes.hpp"
#include "source/live/alkamel/standing_record.hpp"

namespace stint::live::alkamel {

class Standings {
 public:
  // What a message has changed.
  struct Changes {
    std::vector<std::size_t> rows;
    bool order = false;          // another car, class or position in some row
    std::size_t unreadable = 0;  // rows that name no car
  };

  // A whole frame, if it has the shape of the one before: only the rows that differ are decoded. nullopt: read it otherwise.
  [[nodiscard]] const Changes* read_frame(std::string_view frame);
  // The document, decoded from `frame`; empty if that held other messages too.
  const Changes& read_document(simdjson::dom::element document, std::string_view frame);
  void forget_bytes() { bytes_.forget(); }
  // Of another connection the rows come anew; those of the one before are old by then.
  void forget() {
    bytes_.forget();
    rows_.clear();
  }

  [[nodiscard]] const std::vector<std::optional<StandingRecord>>& rows() const { return rows_; }
  // The row that says most of `car`: the newest, of two equal ones the first. nullptr if it is in none.
  [[nodiscard]] const StandingRecord* find(const timing::CarNumber& car) const;

 private:
  void put(std::size_t row, std::optional<StandingRecord> record);
  void update(std::size_t row, const DocumentBytes::Place& place);

  DocumentBytes bytes_{"standings"};
  std::vector<std::optional<StandingRecord>> rows_;
  Changes changes_;
  std::vector<std::size_t> changed_places_;
  std::string space_;  // for texts with escapes
};

}  // namespace stint::live::alkamel
