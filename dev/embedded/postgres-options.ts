/**
 * Server settings of the embedded database. It is small, local and alone on its machine: few hundred connections,
 * modest memory, UTC, no socket file (whose path may not exceed 107 bytes).
 */
export function serverArguments(cluster: string, port: number, ephemeral: boolean): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    max_wal_size: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_line_prefix: '%m [%p] ',
    // An idle transaction holds old row versions alive, which slows hot balance rows threefold within seconds.
    idle_in_transaction_session_timeout: '60s',
    ...(ephemeral ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum_naptime: '10min' } : {}),
  }
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** Same text order and case rules on every machine, whatever locales it has. */
export function initArguments(cluster: string, passwordFile: string, ephemeral: boolean): string[] {
  return [
    `--pgdata=${cluster}`,
    `--pwfile=${passwordFile}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(ephemeral ? ['--no-sync'] : []),
  ]
}
