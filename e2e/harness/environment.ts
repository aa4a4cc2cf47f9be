/** What a process needs of ours to run at all; everything else is given to it on purpose. */
export function bareEnvironment(): Record<string, string> {
  const bare: Record<string, string> = {};
  for (const name of ["PATH", "HOME", "TMPDIR", "SystemRoot"]) {
    const value = process.env[name];
    if (value !== undefined) bare[name] = value;
  }
  return bare;
}
