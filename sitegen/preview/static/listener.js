// Hears for all pages of one browser what `sitegen serve` tells: a browser opens six connections to a server, and a
// listener in each page would use them up.
"use strict";
const ports = [];
let stream = null;

self.addEventListener("connect", (event) => {
  ports.push(event.ports[0]);
  stream?.close();
  // A new stream begins with the newest status, which cannot be older than the page that asks.
  stream = new EventSource("/__preview__/events");
  stream.addEventListener("status", ({ data }) => {
    for (const port of ports) port.postMessage(data);
  });
});
