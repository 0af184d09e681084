# Stint in a container: built in one stage, run from another that has the program and its libraries only. docs/deployment.md.
FROM debian:bookworm-slim AS build
WORKDIR /src
COPY scripts/install-deps scripts/
RUN scripts/install-deps
COPY . .
RUN scripts/build-dashboard
RUN scripts/build release stint && strip -o /stint build/release/stint \
    && packaging/runtime-packages /stint > /runtime-packages

FROM debian:bookworm-slim
COPY --from=build /runtime-packages /tmp/
RUN apt-get update -q \
    && xargs apt-get install -q -y --no-install-recommends ca-certificates tzdata < /tmp/runtime-packages \
    && rm -rf /var/lib/apt/lists/* /tmp/runtime-packages \
    && useradd --system --uid 10001 --user-group --home-dir /var/lib/stint --no-create-home --shell /usr/sbin/nologin stint \
    && install -d -o stint -g stint -m 0750 /var/lib/stint /var/lib/stint/data
COPY --from=build /stint /usr/bin/stint
COPY packaging/container-health /usr/bin/container-health
# All that is kept (database, recordings, exports, calendar) is in data/ below the working folder. The container's own address is
# open to whoever the container engine lets in.
WORKDIR /var/lib/stint
ENV API_HOST=0.0.0.0
VOLUME /var/lib/stint/data
EXPOSE 8000
USER 10001:10001
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["/usr/bin/container-health"]
ENTRYPOINT ["/usr/bin/stint"]
CMD ["serve"]
