# Built where the compiler is, run where it is not.
FROM debian:trixie-slim AS build
COPY tools/install-packages /src/tools/install-packages
RUN /src/tools/install-packages build
COPY . /src
WORKDIR /src
RUN make && make install DESTDIR=/staged && strip /staged/usr/local/bin/papo \
    && ldd build/papo | awk '$3 ~ "^/" { print $3 }' | xargs -n1 realpath | xargs -n1 dpkg-query -S 2>/dev/null \
       | cut -d: -f1 | sort -u > /staged/packages

FROM debian:trixie-slim
COPY --from=build /staged/packages /tmp/packages
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(cat /tmp/packages) \
    && rm -rf /var/lib/apt/lists/* /tmp/packages \
    && useradd --system --no-create-home papo && install -d -o papo -g papo /uploads /data
COPY --from=build /staged/usr /usr
USER papo
ENV PAPO_UPLOADS=/uploads PAPO_DB=/data/papo.db
VOLUME ["/uploads", "/data"]
EXPOSE 5000
ENTRYPOINT ["papo"]
