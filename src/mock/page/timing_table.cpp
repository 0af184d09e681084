#include "mock/page/timing_table.hpp"

#include <array>
#include <cstdio>
#include <vector>

namespace stint::mock {
namespace {

using timing::CarState;
using timing::FlagKind;
using timing::Millis;
using Cells = std::vector<std::string>;

constexpr std::array kHeadings = {"Pos", "No.",  "Class", "PIC", "Team", "Car", "Driver", "Laps",
                                  "Gap", "Last", "Best",  "S1",  "S2",   "S3",  "State",  "Pits"};

template <class T>
std::string number(const std::optional<T>& value) {
  return value ? std::to_string(*value) : std::string();
}

// "1:23.456", "58.100".
std::string lap_time(Millis time) {
  const auto ms = static_cast<long>(time.count());
  std::array<char, 32> text{};
  if (ms >= 60'000) {
    std::snprintf(text.data(), text.size(), "%ld:%02ld.%03ld", ms / 60'000, ms / 1'000 % 60, ms % 1'000);
  } else {
    std::snprintf(text.data(), text.size(), "%ld.%03ld", ms / 1'000, ms % 1'000);
  }
  return text.data();
}

std::string lap_time(const std::optional<race::MarkedTime>& time) { return time ? lap_time(time->time) : std::string(); }

std::string clock(Millis time) {
  const long seconds = static_cast<long>(std::max<std::int64_t>(time.count(), 0) / 1'000);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%ld:%02ld:%02ld", seconds / 3'600, seconds / 60 % 60, seconds % 60);
  return text.data();
}

std::string flag_text(FlagKind flag) {
  switch (flag) {
    case FlagKind::none:
      return "";
    case FlagKind::green:
      return "Green";
    case FlagKind::fcy:
      return "FCY";
    case FlagKind::safety_car:
      return "Safety Car";
    case FlagKind::red:
      return "Red";
    case FlagKind::chequered:
      return "Finish";
    case FlagKind::vsc:
      return "VSC";
    case FlagKind::code60:
      return "Code 60";
    case FlagKind::slow_zone:
      return "Slow Zone";
    case FlagKind::white:
      return "White";
    case FlagKind::yellow:
    case FlagKind::double_yellow:
      return "Yellow";
  }
  return "";
}

std::string state_text(CarState state) {
  switch (state) {
    case CarState::in_pit:
      return "PIT";
    case CarState::out_lap:
      return "OUT";
    case CarState::stopped:
      return "STOP";
    case CarState::retired:
      return "RET";
    case CarState::finished:
      return "FIN";
    case CarState::not_started:
      return "DNS";
    case CarState::disqualified:
      return "DSQ";
    case CarState::running:
      return "";
  }
  return "";
}

// To the leader's crossing of the same line, as it was when this car crossed it.
std::string gap_text(const race::CarSnapshot& car, const race::CarSnapshot& leader) {
  if (car.laps_done.empty() || &car == &leader) return "";
  const int behind = leader.laps - car.laps;
  const race::LapRecord& lap = car.laps_done.back();
  if (behind <= 0 && lap.gap_to_leader) return "+" + lap_time(*lap.gap_to_leader);
  return behind <= 0 ? "" : "+" + std::to_string(behind) + (behind == 1 ? " LAP" : " LAPS");
}

Cells cells_of(const race::CarSnapshot& car, const race::CarSnapshot& leader) {
  const auto sector = [&](std::size_t i) { return i < car.sectors.size() ? lap_time(car.sectors[i]) : std::string(); };
  return {number(car.position),
          car.number().str(),
          car.entry->class_name,
          number(car.class_position),
          car.entry->team,
          car.entry->vehicle,
          car.driver_name,
          std::to_string(car.laps),
          gap_text(car, leader),
          lap_time(car.last_lap),
          lap_time(car.best_lap),
          sector(0),
          sector(1),
          sector(2),
          state_text(car.state),
          std::to_string(car.stops)};
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      out += c;
    }
  }
  return out;
}

std::vector<Cells> rows_of(const race::Snapshot& race, const TableStyle& style) {
  std::vector<Cells> rows;
  for (const race::CarSnapshot& car : race.cars) rows.push_back(cells_of(car, race.cars.front()));
  if (style.twice && !rows.empty()) rows.push_back(rows.front());
  for (std::size_t i = 2; style.short_rows && i < rows.size(); i += 3) rows[i].resize(5);
  if (!style.next_session) return rows;
  for (Cells& row : rows) {
    for (std::size_t i = 7; i < row.size(); ++i) row[i].clear();
    row[7] = "0";
  }
  return rows;
}

std::string html_rows(const std::vector<Cells>& rows) {
  std::string html = "<tbody>\n";
  for (const Cells& row : rows) {
    html += "<tr>";
    for (const std::string& cell : row) html += "<td>" + escaped(cell) + "</td>";
    html += "</tr>\n";
  }
  return html + "</tbody>\n";
}

// A JavaScript string; "<" can't end the script's element.
std::string script_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string script(const std::vector<Cells>& rows) {
  std::string data = "<script>\nconst rows = [";
  for (const Cells& row : rows) {
    data += "[";
    for (const std::string& cell : row) data += script_text(cell) + ",";
    data += "],\n";
  }
  return data +
         "];\nconst body = document.querySelector('#timing').appendChild(document.createElement('tbody'));\n"
         "for (const row of rows) {\n  const line = body.insertRow();\n"
         "  for (const text of row) line.insertCell().textContent = text;\n}\n</script>\n";
}

// Letters beyond Latin 1 become "?".
std::string as_latin1(std::string_view utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x80) {
      out += utf8[i];
    } else if ((byte == 0xC2 || byte == 0xC3) && i + 1 < utf8.size()) {
      out += static_cast<char>((byte == 0xC3 ? 0x40U : 0U) | static_cast<unsigned char>(utf8[++i]));
    } else if (byte >= 0xC0) {
      out += '?';
    }
  }
  return out;
}

}  // namespace

std::string timing_page(const race::Snapshot& race, const TableStyle& style) {
  const FlagKind flag = style.yellow ? FlagKind::yellow : style.next_session ? FlagKind::none : race.flag;
  std::string html =
      "<!DOCTYPE html>\n<html><head><meta charset=\"" + std::string(style.latin1 ? "iso-8859-1" : "utf-8") + "\">";
  html += "<title>Live timing</title></head><body>\n";
  while (html.size() < style.padding_bytes) html += "<!-- " + std::string(1'000, '-') + "> -->\n";
  html += "<h1 id=\"event\">" + escaped(race.session.event) + "</h1>\n";
  html += "<h2 class=\"session\">" + escaped(style.next_session ? "Test session" : race.session.name) + "</h2>\n<p>";
  html += "<span id=\"flag\">" + flag_text(flag) + "</span> ";
  html +=
      "<span id=\"elapsed\">" + (race.elapsed && !style.next_session ? clock(*race.elapsed) : std::string()) + "</span> of ";
  html += "<span id=\"limit\">" + (race.session.limit ? clock(*race.session.limit) : std::string()) + "</span></p>\n";
  html += "<table id=\"timing\"><thead><tr>";
  for (const char* heading : kHeadings) html += "<th>" + std::string(heading) + "</th>";
  html += "</tr></thead>\n";
  const std::vector<Cells> rows = rows_of(race, style);
  if (!style.by_script) html += html_rows(rows);
  html += "</table>\n";
  if (style.by_script) html += script(rows);
  html += "</body></html>\n";
  return style.latin1 ? as_latin1(html) : html;
}

}  // namespace stint::mock
