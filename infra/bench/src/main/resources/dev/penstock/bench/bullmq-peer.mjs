// BullMQ on the same work: TASKS jobs of TENANTS tenants in three priorities, each returning at once.
// The parent adds jobs in bulk; WORKERS child processes run them. Prints one JSON line:
// {tasks, seconds, tasksPerSecond, waitP50, waitP99} with waits in milliseconds from adding to being taken.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Queue, Worker } from 'bullmq';

const env = (name, fallback) => Number(process.env[name] ?? fallback);
const connection = { host: '127.0.0.1', port: env('REDIS_PORT', 6379) };
const TASKS = env('TASKS', 50000);
const TENANTS = env('TENANTS', 1000);
const WORKERS = env('WORKERS', 1);
const CONCURRENCY = env('CONCURRENCY', 200);
const PRODUCERS = env('PRODUCERS', 4);
const CHUNK = env('CHUNK', 500);
const PRIORITIES = [1, 5, 10];
const QUEUE = 'penstock-bench';

async function work() {
  let done = 0;
  const waits = [];
  const worker = new Worker(
    QUEUE,
    async (job) => {
      waits.push(job.processedOn - job.timestamp);
      return job.data.tenant;
    },
    { connection, concurrency: CONCURRENCY },
  );
  worker.on('completed', () => {
    done += 1;
  });
  setInterval(() => {
    process.send({ done, waits: waits.splice(0) });
  }, 20);
  process.on('message', async () => {
    await worker.close();
    process.exit(0);
  });
  await worker.waitUntilReady();
  process.send({ ready: true });
}

async function drive() {
  const queue = new Queue(QUEUE, { connection, defaultJobOptions: { removeOnComplete: true, removeOnFail: true } });
  await queue.waitUntilReady();
  const children = [];
  const done = new Array(WORKERS).fill(0);
  const waits = [];
  let ready = 0;
  let finish;
  const finished = new Promise((resolve) => (finish = resolve));
  await new Promise((allReady) => {
    for (let i = 0; i < WORKERS; i++) {
      const child = fork(fileURLToPath(import.meta.url), ['worker']);
      child.on('message', (m) => {
        if (m.ready && ++ready === WORKERS) allReady();
        if (m.waits) {
          for (const w of m.waits) waits.push(w);
          done[i] = m.done;
          if (done.reduce((a, b) => a + b, 0) >= TASKS) finish();
        }
      });
      children.push(child);
    }
  });
  const start = process.hrtime.bigint();
  let next = 0;
  const produce = async () => {
    while (next < TASKS) {
      const jobs = [];
      for (let n = 0; n < CHUNK && next < TASKS; n++, next++) {
        jobs.push({
          name: 'task',
          data: { tenant: `tenant-${next % TENANTS}`, role: 'copywriter', input: 'Write a line about bread.' },
          opts: { priority: PRIORITIES[next % 3] },
        });
      }
      await queue.addBulk(jobs);
    }
  };
  await Promise.all(Array.from({ length: PRODUCERS }, produce));
  await finished;
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  waits.sort((a, b) => a - b);
  const at = (q) => waits[Math.min(waits.length - 1, Math.floor(q * waits.length))];
  console.log(JSON.stringify({ tasks: TASKS, seconds, tasksPerSecond: TASKS / seconds, waitP50: at(0.5), waitP99: at(0.99) }));
  children.forEach((c) => c.send('stop'));
  await queue.close();
  process.exit(0);
}

await (process.argv[2] === 'worker' ? work() : drive());
