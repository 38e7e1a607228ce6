# Built in an image with the compiler, run in one without. Works with the legacy builder and with BuildKit.
FROM debian:trixie-slim AS build
COPY tools/package/install-packages /src/tools/package/install-packages
RUN /src/tools/package/install-packages build
COPY . /src
WORKDIR /src
# /packages: the packages that the program's libraries come from, and libsystemd0, which papo loads only when needed.
RUN make && make install DESTDIR=/staged && strip /staged/usr/local/bin/papo \
    && ldd build/papo | awk '$3 ~ "^/" { print $3 }' | xargs -n1 realpath | xargs -n1 dpkg-query -S \
       | cut -d: -f1 | sort -u > /packages \
    && echo libsystemd0 >> /packages

FROM debian:trixie-slim
COPY --from=build /packages /tmp/packages
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(cat /tmp/packages) \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/* /tmp/packages \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin papo \
    && install -d -o papo -g papo /data /uploads
COPY --from=build /staged/usr/local/bin /usr/local/bin
COPY --from=build /staged/usr/local/share/papo /usr/local/share/papo
USER papo
# The history is in /data, uploaded files are in /uploads. Nothing else is written.
ENV PAPO_DB=/data/papo.db PAPO_UPLOADS=/uploads
VOLUME ["/data", "/uploads"]
EXPOSE 5000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["papo", "health"]
ENTRYPOINT ["papo"]
