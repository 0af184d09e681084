#include "app/alerts/webhook_sender.hpp"

#include <algorithm>

namespace stint::app {
namespace {

constexpr std::int32_t kTimeout = 408, kTooMany = 429, kServerErrors = 500;

bool is_taken(const net::Frame& frame) {
  return frame.kind == net::FrameKind::response && frame.status >= 200 && frame.status < 300;
}

// The webhook will say the same again: a wrong address, a message that it doesn't want.
bool is_refused(const net::Frame& frame) {
  return frame.kind == net::FrameKind::response && frame.status >= 300 && frame.status < kServerErrors &&
         frame.status != kTimeout && frame.status != kTooMany;
}

std::string problem_of(const net::Frame& frame) {
  if (frame.kind == net::FrameKind::response) return "answered with status " + std::to_string(frame.status);
  return frame.bytes;
}

}  // namespace

void WebhookSender::configure(const std::vector<server::Webhook>& webhooks) {
  std::deque<Line> lines;
  for (const server::Webhook& webhook : webhooks) {
    const auto known = std::ranges::find(lines_, webhook.id, [](const Line& line) { return line.webhook.id; });
    if (known == lines_.end()) {
      lines.push_back({webhook, {}, {}, {}, {}, net::Backoff(seed_ + lines.size()), {}});
      lines.back().report.id = webhook.id;
      continue;
    }
    Line line = std::move(*known);
    lines_.erase(known);
    // Another address: what was wrong with the old one is over.
    if (line.webhook.url != webhook.url) {
      line.not_before = {};
      line.backoff.reset();
      line.report.last_problem.clear();
    }
    line.webhook = webhook;
    lines.push_back(std::move(line));
  }
  const auto give_up = [this](Line& line) {
    if (line.under_way) transport_.ask(net::CloseStream{*line.under_way});
    line.under_way.reset();
    line.waiting.clear();
  };
  for (Line& gone : lines_) give_up(gone);
  lines_ = std::move(lines);
  for (Line& line : lines_) {
    if (!line.webhook.enabled) give_up(line);
  }
}

void WebhookSender::add(const AlertNews& news, timing::Instant now) {
  for (Line& line : lines_) {
    const auto& wanted = news.alert.webhooks;
    if (!line.webhook.enabled || std::ranges::find(wanted, line.webhook.id) == wanted.end()) continue;
    if (line.waiting.size() == kMostWaiting) {
      line.waiting.erase(line.waiting.begin() + (line.under_way ? 1 : 0));
      ++line.report.dropped;
    }
    line.waiting.push_back({news, now, 0});
  }
}

void WebhookSender::step(timing::Instant now) {
  for (const net::Frame& frame : transport_.take()) take(frame, now);
  for (Line& line : lines_) {
    drop_stale(line, now);
    send_due(line, now);
  }
}

void WebhookSender::take(const net::Frame& frame, timing::Instant now) {
  const auto line = std::ranges::find(lines_, std::optional(frame.stream), &Line::under_way);
  if (line == lines_.end()) return;
  line->under_way.reset();
  if (is_taken(frame)) {
    line->waiting.pop_front();
    line->backoff.reset();
    line->not_before = {};
    line->report.last_problem.clear();
    line->report.last_sent_at = now;
    ++line->report.sent;
    return;
  }
  line->report.last_problem = problem_of(frame);
  line->not_before = now + line->backoff.next();
  if (is_refused(frame) || line->waiting.front().attempts >= kMostAttempts) {
    line->waiting.pop_front();
    ++line->report.failed;
  }
}

void WebhookSender::drop_stale(Line& line, timing::Instant now) {
  const std::size_t first = line.under_way ? 1 : 0;
  while (line.waiting.size() > first && now - line.waiting[first].since > kLongestWait) {
    line.waiting.erase(line.waiting.begin() + static_cast<std::ptrdiff_t>(first));
    ++line.report.dropped;
  }
}

void WebhookSender::send_due(Line& line, timing::Instant now) {
  if (line.under_way || line.waiting.empty() || now < line.not_before) return;
  constexpr std::chrono::minutes kWindow{1};
  while (!line.attempts.empty() && now - line.attempts.front() >= kWindow) line.attempts.pop_front();
  if (std::cmp_greater_equal(line.attempts.size(), line.webhook.per_minute)) return;
  Waiting& next = line.waiting.front();
  ++next.attempts;
  line.attempts.push_back(now);
  net::Fetch fetch = webhook_message(line.webhook, next.news, now);
  fetch.stream = "webhook-" + std::to_string(++streams_);
  line.under_way = fetch.stream;
  transport_.ask(fetch);
}

std::vector<server::WebhookReport> WebhookSender::reports() const {
  std::vector<server::WebhookReport> reports;
  for (const Line& line : lines_) {
    reports.push_back(line.report);
    reports.back().waiting = line.waiting.size();
  }
  return reports;
}

}  // namespace stint::app
