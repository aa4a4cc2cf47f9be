/** Something that keeps Parley from starting, said so that whoever runs it can mend it. */
export class StartupError extends Error {
  override readonly name = "StartupError";
}

/** The sentence for what the operating system says when a port can't be opened. */
export function portProblem(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
): StartupError {
  const where = `${host}:${port}`;
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another program: stop that one, or choose another with PORT=${port + 1} npm start.`,
    EACCES: `Parley may not open ${where}: ports below 1024 need more rights. Choose another with PORT=3000.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine: set HOST to one that is, such as 127.0.0.1 or 0.0.0.0.`,
    ENOTFOUND: `HOST=${host} is not a name this machine can resolve: use an address such as 127.0.0.1 or 0.0.0.0.`,
  };
  return new StartupError(
    sentences[error.code ?? ""] ?? `Parley could not open ${where}: ${error.message}`,
    { cause: error },
  );
}
