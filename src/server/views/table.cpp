#include "server/views/table.hpp"

namespace stint::server {
namespace {

// The text of a JSON string of our own writer, without quotes and escapes.
std::string plain_text(std::string_view json) {
  std::string text;
  for (std::size_t i = 1; i + 1 < json.size(); ++i) {
    if (json[i] != '\\') {
      text += json[i];
      continue;
    }
    switch (json[++i]) {
      case 'n':
        text += '\n';
        break;
      case 'r':
        text += '\r';
        break;
      case 't':
        text += '\t';
        break;
      case 'u':
        text += ' ';
        i += 4;
        break;  // a control character: nothing that a cell can show
      default:
        text += json[i];
    }
  }
  return text;
}

void append_csv_text(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_csv_value(std::string& out, std::string_view json) {
  if (json == "null") return;
  if (json.starts_with('"')) return append_csv_text(out, plain_text(json));
  if (!json.starts_with('[')) {
    out += json;
    return;
  }
  std::string joined;  // lists are of numbers or car numbers: no comma inside a member
  std::string_view rest = json.substr(1, json.size() - 2);
  while (!rest.empty()) {
    const std::size_t end = rest.find(',');
    const std::string_view member = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    if (!joined.empty()) joined += ' ';
    joined += member == "null" ? "-" : member.starts_with('"') ? plain_text(member) : std::string(member);
  }
  append_csv_text(out, joined);
}

}  // namespace

std::string_view content_type(Format format) {
  switch (format) {
    case Format::csv:
      return "text/csv; charset=utf-8";
    case Format::ndjson:
      return "application/x-ndjson";
    case Format::json:
      break;
  }
  return "application/json";
}

std::optional<Format> parse_format(std::string_view name) {
  if (name == "json") return Format::json;
  if (name == "csv") return Format::csv;
  if (name == "ndjson") return Format::ndjson;
  return std::nullopt;
}

Table::Table(Format format, std::string& out) : format_(format), out_(out) {
  if (format_ == Format::json) out_ += '[';
  first_row_at_ = out_.size();
}

void Table::begin_row() {
  row_is_empty_ = true;
  if (format_ == Format::csv) return;
  if (format_ == Format::json && rows_ > 0) out_ += ',';
  out_ += '{';
}

void Table::end_row() {
  if (format_ != Format::csv) out_ += '}';
  if (format_ != Format::json) out_ += format_ == Format::csv ? "\r\n" : "\n";
  if (format_ == Format::csv && rows_ == 0) out_.insert(first_row_at_, header_ + "\r\n");
  ++rows_;
}

void Table::finish() {
  if (format_ == Format::json) out_ += ']';
}

Table& Table::text(std::string_view name, std::string_view value) { return field(name, known_text(value)); }

Table& Table::seconds(std::string_view name, std::optional<timing::Millis> duration) {
  return cell(name, duration ? timing::seconds_text(*duration) : "null");
}

Table& Table::cell(std::string_view name, std::string_view json) {
  if (format_ == Format::csv) {
    if (!row_is_empty_) out_ += ',';
    if (rows_ == 0) header_.append(row_is_empty_ ? "" : ",").append(name);
    append_csv_value(out_, json);
  } else {
    if (!row_is_empty_) out_ += ',';
    out_ += '"';
    out_ += name;
    out_ += "\":";
    out_ += json;
  }
  row_is_empty_ = false;
  return *this;
}

void write_seconds(timing::JsonWriter& json, std::string_view name, std::optional<timing::Millis> duration) {
  json.key(name);
  if (duration) {
    json.raw(timing::seconds_text(*duration));
  } else {
    json.null();
  }
}

}  // namespace stint::server
