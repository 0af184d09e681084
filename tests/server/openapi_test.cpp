// docs/openapi.json is what the server does: every route is described, everything described is routed, and answers are as their
// schemas say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "json_schema.hpp"
#include "plain_client.hpp"
#include "running_server.hpp"
#include "server/assets.hpp"
#include "server/routes.hpp"

namespace stint::server {
namespace {

using simdjson::dom::element;

class OpenApi : public testing::Test {
 protected:
  OpenApi() : text_(find_asset("/openapi.json")->bytes), root_(parser_.parse(text_)) {
    server_.publish_with_strategy(sample::snapshot());
  }

  // The path with its parameters filled in, from the session that is served.
  static std::string example(std::string path) {
    const auto fill = [&](std::string_view name, std::string_view value) {
      if (const std::size_t at = path.find(name); at != std::string::npos) path.replace(at, name.size(), value);
    };
    fill("{car}", "007");
    fill("{id}", "sample");
    return path;
  }

  // What is wrong with an answer; empty if nothing is.
  std::vector<std::string> faults_of(const Answer& answer, element operation) {
    element responses = operation["responses"];
    element response;
    if (responses.get_object().value().at_key(std::to_string(answer.status)).get(response) != simdjson::SUCCESS) {
      return {"status " + std::to_string(answer.status) + " is not described: " + answer.body};
    }
    std::string_view ref;
    if (response["$ref"].get(ref) == simdjson::SUCCESS) response = root_.at_pointer(ref.substr(1)).value();
    const std::string& header = answer.headers.at("content-type");
    const std::string type = header.substr(0, header.find(';'));
    element content;
    if (response["content"].get_object().value().at_key(type).get(content) != simdjson::SUCCESS)
      return {"type " + type + " is not described"};
    if (!type.ends_with("json") || type.ends_with("ndjson")) return {};
    const simdjson::padded_string body(answer.body);
    simdjson::dom::parser parser;
    element value;
    if (parser.parse(body).get(value) != simdjson::SUCCESS) return {"the body is no JSON: " + answer.body.substr(0, 200)};
    return SchemaChecker(root_).check(value, content["schema"]);
  }

  RunningServer server_;
  simdjson::padded_string text_;
  simdjson::dom::parser parser_;
  element root_;
};

TEST_F(OpenApi, DescribesTheRoutesThatThereAreAndNoOthers) {
  std::set<std::string> routed;
  for (const Route& route : routes())
    routed.insert((route.method == Method::post  ? "post "
                   : route.method == Method::put ? "put "
                                                 : "get ") +
                  std::string(route.pattern));
  std::set<std::string> described;
  const simdjson::dom::object paths = root_["paths"].get_object().value();
  for (const auto path : paths) {
    const simdjson::dom::object methods = path.value.get_object().value();
    for (const auto method : methods) described.insert(std::string(method.key) + " " + std::string(path.key));
  }
  EXPECT_EQ(described, routed);
}

TEST_F(OpenApi, AnswersAreAsTheirSchemasSay) {
  int walked = 0;
  const simdjson::dom::object paths = root_["paths"].get_object().value();
  for (const auto path : paths) {
    element operation;
    const std::string pattern(path.key);
    if (path.value["get"].get(operation) != simdjson::SUCCESS || pattern == "/api/live" || pattern == "/api/events") continue;
    if (pattern.contains("{file}")) continue;
    const Answer answer = get(server_.port(), example(pattern));
    EXPECT_EQ(answer.status, 200) << pattern << ": " << answer.body;
    EXPECT_THAT(faults_of(answer, operation), testing::IsEmpty()) << pattern;
    ++walked;
  }
  EXPECT_GT(walked, 20);
}

TEST_F(OpenApi, RefusalsAreAsTheirSchemasSay) {
  for (const auto& [path, asked, status] :
       std::vector<std::tuple<std::string, std::string, int>>{{"/api/lap_times/{car}", "/api/lap_times/999", 404},
                                                              {"/api/lap_times/{car}", "/api/lap_times/007?limit=0", 400},
                                                              {"/api/lap_times/{car}", "/api/lap_times/007?limit=x", 400},
                                                              {"/api/leaderboard", "/api/leaderboard?session=none", 404},
                                                              {"/api/leaderboard", "/api/leaderboard?format=xml", 400},
                                                              {"/api/messages", "/api/messages?limit=100000", 400},
                                                              {"/api/story", "/api/story?from=soon", 400},
                                                              {"/api/story", "/api/story?from=00:05:00&to=00:01:00", 400},
                                                              {"/api/story", "/api/story?class=NONE", 400},
                                                              {"/api/story", "/api/story?car=999", 404},
                                                              {"/api/schedule/next", "/api/schedule/next?series=NONE", 404},
                                                              {"/api/schedule/upcoming", "/api/schedule/upcoming?limit=0", 400},
                                                              {"/api/export/race/{id}", "/api/export/race/none", 404},
                                                              {"/api/live", "/api/live", 400}}) {
    const Answer answer = get(server_.port(), asked);
    EXPECT_EQ(answer.status, status) << asked << ": " << answer.body;
    EXPECT_THAT(faults_of(answer, root_["paths"].get_object().value().at_key(path).value()["get"]), testing::IsEmpty())
        << asked;
  }
}

TEST_F(OpenApi, ReplayCommandsAreAnsweredAsDescribed) {
  const element operation = root_["paths"].get_object().value().at_key("/api/replay").value()["post"];
  const auto post = [&](std::string_view body) {
    PlainClient client(server_.port());
    client.send("POST /api/replay HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                std::string(body));
    return client.answer();
  };
  for (const std::string_view body :
       {R"({"action":"pause"})", R"({"action":"seek","at_ms":61200000})", R"({"action":"speed","speed":60})",
        R"({"action":"speed","speed":"max"})", R"({"action":"play"})"}) {
    const Answer answer = post(body);
    EXPECT_EQ(answer.status, 200) << body;
    EXPECT_THAT(faults_of(answer, operation), testing::IsEmpty()) << body;
  }
  ASSERT_EQ(server_.commands->size(), 5U);
  EXPECT_EQ((*server_.commands)[1].to, sample::at(61'200'000));
  for (const std::string_view body :
       {"", "{", "[]", R"({"action":"fly"})", R"({"action":"seek"})", R"({"action":"speed","speed":0})"}) {
    const Answer answer = post(body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_THAT(faults_of(answer, operation), testing::IsEmpty()) << body;
  }
}

TEST_F(OpenApi, AlertSettingsAreTakenAndAnsweredAsDescribed) {
  const element operation = root_["paths"].get_object().value().at_key("/api/alerts").value()["put"];
  const auto put = [&](std::string_view body) {
    PlainClient client(server_.port());
    client.send("PUT /api/alerts HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                std::string(body));
    return client.answer();
  };
  const Answer kept =
      put(R"({"favourites":["7"],"rules":[{"id":"r","name":"Stopped","kinds":["stopped"],"webhooks":["w"]}],)"
          R"("webhooks":[{"id":"w","name":"Phone","form":"discord","url":"https://hooks.example/token","secret":"s"}]})");
  EXPECT_EQ(kept.status, 200) << kept.body;
  EXPECT_THAT(faults_of(kept, operation), testing::IsEmpty());
  EXPECT_THAT(kept.body, testing::Not(testing::HasSubstr("token")));
  EXPECT_EQ(get(server_.port(), "/api/alerts").body, kept.body);
  const element test = root_["paths"].get_object().value().at_key("/api/alerts/webhooks/{id}/test").value()["post"];
  for (const auto& [id, status] : {std::pair("w", 202), std::pair("nobody", 404)}) {
    PlainClient client(server_.port());
    client.send("POST /api/alerts/webhooks/" + std::string(id) +
                "/test HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const Answer answer = client.answer();
    EXPECT_EQ(answer.status, status);
    EXPECT_THAT(faults_of(answer, test), testing::IsEmpty());
  }
  const Answer refused = put(R"({"rules":[{"id":"r","kinds":["explosion"]}]})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(faults_of(refused, operation), testing::IsEmpty());
}

// The checker itself finds what it should: a test that can't fail holds nothing.
TEST_F(OpenApi, TheCheckerFindsFaults) {
  const auto faults = [&](std::string_view json, std::string_view schema) {
    simdjson::dom::parser values, schemas;
    const simdjson::padded_string value(json), rules(schema);
    return SchemaChecker(root_).check(values.parse(value), schemas.parse(rules)).size();
  };
  EXPECT_EQ(faults(R"({"a":1})",
                   R"({"type":"object","required":["a"],"properties":{"a":{"type":"integer"}},"additionalProperties":false})"),
            0U);
  EXPECT_EQ(faults(R"({})", R"({"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}})"), 1U);
  EXPECT_EQ(faults(R"({"b":1})", R"({"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":false})"),
            1U);
  EXPECT_EQ(faults(R"(1.5)", R"({"type":"integer"})"), 1U);
  EXPECT_EQ(faults(R"(null)", R"({"type":["string","null"]})"), 0U);
  EXPECT_EQ(faults(R"("blue")", R"({"type":"string","enum":["green"]})"), 1U);
  EXPECT_EQ(faults(R"([1,"2"])", R"({"type":"array","items":{"type":"integer"}})"), 1U);
}

}  // namespace
}  // namespace stint::server
