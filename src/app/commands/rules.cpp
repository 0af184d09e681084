// `stint rules`: rule files checked, and the rules that hold for a race with where each is from.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "app/commands/commands.hpp"
#include "app/output.hpp"
#include "app/rule_files.hpp"
#include "app/text_file.hpp"
#include "app/text_table.hpp"
#include "insight/rules/built_in.hpp"
#include "insight/rules/rule_book.hpp"
#include "insight/rules/rules_json.hpp"

namespace stint::app {
namespace {

struct RulesOptions {
  std::string action;
  std::vector<std::string> names;
  bool json = false;
};

struct CheckedFile {
  std::string name;
  std::size_t rules = 0;
  std::string problem;  // empty: none
};

CheckedFile checked_file(const std::string& name, std::string_view text) {
  const auto read = insight::parse_rules(name, text);
  return {name, read ? read->rules.size() : 0, read ? "" : read.error().message};
}

Result<std::vector<CheckedFile>> check_files(const std::vector<std::string>& places) {
  std::vector<CheckedFile> checked;
  for (const std::string& place : places) {
    const auto files = rule_files_at(place);
    if (!files) return std::unexpected(files.error());
    for (const std::string& file : *files) {
      const auto text = read_text_file(file);
      if (!text) return std::unexpected(text.error());
      checked.push_back(checked_file(file, *text));
    }
  }
  return checked;
}

// All that is in force: the files inside the program, then the user's own.
Result<std::vector<CheckedFile>> check_in_force(const Configuration& configuration) {
  const SettingInForce& own = configuration.in_force(SettingKey::rules);
  auto checked = check_files({own.value});
  if (!checked && own.origin != "default") return checked;
  std::vector<CheckedFile> all;
  for (const timing::EmbeddedText& text : insight::rule_texts()) {
    all.push_back(checked_file(std::string(text.path) + " (inside the program)", text.content));
  }
  if (checked) std::ranges::move(*checked, std::back_inserter(all));
  return all;
}

std::string as_json(const std::vector<CheckedFile>& files) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("files").begin_array();
  for (const CheckedFile& file : files) {
    json.begin_object().field("file", file.name).field("rules", file.rules);
    json.field("problem", file.problem.empty() ? std::nullopt : std::optional(file.problem)).end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

// Every file is looked at, also after a faulty one.
Result<void> check(const RulesOptions& options, const Configuration& configuration) {
  const auto files = options.names.empty() ? check_in_force(configuration) : check_files(options.names);
  if (!files) return std::unexpected(files.error());
  std::string text, problems;
  for (const CheckedFile& file : *files) {
    if (file.problem.empty()) {
      text += fmt::format("{}: {} rules\n", file.name, file.rules);
    } else {
      problems += (problems.empty() ? "" : "\n") + file.problem;
    }
  }
  if (auto printed = print(options.json ? as_json(*files) : text); !printed) return printed;
  return problems.empty() ? Result<void>() : fail(ErrorCode::bad_configuration, problems);
}

Result<insight::RuleQuery> query_of(const std::vector<std::string>& names) {
  if (names.size() < 2 || names.size() > 3) {
    return fail(ErrorCode::bad_argument, "rules show takes SERIES SEASON [EVENT], such as WEC 2024 \"24 Hours of Le Mans\"");
  }
  int season = 0;
  const auto [end, status] = std::from_chars(names[1].data(), names[1].data() + names[1].size(), season);
  if (status != std::errc{} || end != names[1].data() + names[1].size() || season < 1900 || season > 2200) {
    return fail(ErrorCode::bad_argument, "'" + names[1] + "' is no season: a year, such as 2024");
  }
  const std::string event = names.size() == 3 ? names[2] : "";
  return insight::RuleQuery{.series = names[0], .season = season, .event = event, .track = event};
}

std::string document(const insight::RuleBook& book) {
  const insight::RuleQuery& query = book.query();
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().field("series", query.series).field("season", query.season);
  json.field("event", query.event.empty() ? std::nullopt : std::optional(query.event));
  const auto length = book.race_length();
  json.field("race_length_ms", length ? std::optional(length->value) : std::nullopt).key("rules").begin_array();
  for (const insight::Rule* rule : book.in_force()) write_rule(json, *rule);
  json.end_array().end_object();
  return out + "\n";
}

std::string source_text(const insight::Rule& rule) {
  std::string text = rule.source;
  if (!rule.disputed.empty()) text += " (disputed: " + rule.disputed + ")";
  if (rule.carried_over) text += " (of an earlier season)";
  return text;
}

std::string table(const insight::RuleBook& book) {
  TextTable shown({{"RULE"}, {"FOR"}, {"VALUE"}, {"SURE"}, {"LAYER"}, {"FILE"}, {"SOURCE"}});
  for (const insight::Rule* rule : book.in_force()) {
    const std::string limits = insight::limits_text(*rule);
    shown.add_row({std::string(insight::row_of(rule->key).name), limits.empty() ? "-" : limits, insight::value_text(*rule),
                   std::string(insight::letter(rule->certainty)), std::string(insight::name_of(rule->layer)),
                   fmt::format("{}:{}", rule->file, rule->line), source_text(*rule)});
  }
  return shown.text();
}

Result<void> show(const RulesOptions& options, const Configuration& configuration) {
  const auto query = query_of(options.names);
  if (!query) return std::unexpected(query.error());
  const auto library = rule_library(configuration);
  if (!library) return std::unexpected(library.error());
  const insight::RuleBook book(*library, *query);
  if (book.empty()) return fail(ErrorCode::bad_argument, "no rules are known of '" + query->series + "'");
  return print(options.json ? document(book) : table(book));
}

Result<void> run_rules(const RulesOptions& options, const Configuration& configuration) {
  return options.action == "check" ? check(options, configuration) : show(options, configuration);
}

void declare_rules(CLI::App& command, RulesOptions& options) {
  command
      .add_option("ACTION", options.action,
                  "check [FILES...]: say what is wrong with rule files; show SERIES SEASON [EVENT]: the rules that hold")
      ->required()
      ->check(CLI::IsMember({"check", "show"}));
  command.add_option("NAMES", options.names,
                     "check: files or folders, none: all rules in force; show: the series, the season, the event");
  command.add_flag("--json", options.json, "Print one JSON document");
}

}  // namespace

void add_rules(CommandLine& line) {
  add_command<RulesOptions>(line, "rules", "Check rule files, or print the rules of a race with their sources",
                            {SettingKey::rules}, declare_rules, run_rules);
}

}  // namespace stint::app
