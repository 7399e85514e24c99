// The search runs in a worker, and browsers start none for a page that is read from the disk: there its script runs in a hidden frame.
if (location.protocol === "file:") {
  // The search looks for this name to know that it runs in a frame.
  window.Worker = window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const inside = frame.contentWindow;
      const base = new URL(url, location.href);
      const load = (address) =>
        new Promise((done, failed) => {
          const script = inside.document.createElement("script");
          script.src = new URL(address, base);
          script.onload = done;
          script.onerror = failed;
          inside.document.head.append(script);
        });
      inside.postMessage = (message) => {
        const event = new MessageEvent("message", { data: message });
        this.dispatchEvent(event);
        if (this.onmessage) this.onmessage(event);
      };
      inside.importScripts = (...addresses) => addresses.reduce((before, address) => before.then(() => load(address)), Promise.resolve());
      this.inside = inside;
      this.ready = load(base);
    }
    postMessage(message) {
      this.ready.then(() => this.inside.dispatchEvent(new MessageEvent("message", { data: message })));
    }
    terminate() {
      this.inside.frameElement.remove();
    }
  };
}
