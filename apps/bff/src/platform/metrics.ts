import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What an operator can count. Labels never hold ids. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'zhixin_http_request_seconds',
      help: 'Time from a request to its answer',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    }),
    sockets: new Gauge({ name: 'zhixin_live_sockets', help: 'Open live sockets', registers: [registry] }),
    /** A number for each of a few names, asked for whenever somebody looks. Until somebody can tell, it is not there. */
    watch(name: string, help: string, label: string, numbers: () => Promise<ReadonlyMap<string, number>>): void {
      new Gauge({
        name, help, labelNames: [label], registers: [registry],
        async collect() {
          this.reset()
          for (const [value, number] of await numbers().catch(() => new Map<string, number>())) this.set({ [label]: value }, number)
        },
      })
    },
  }
}
export type Metrics = ReturnType<typeof createMetrics>
