/** Postgres's unique_violation (SQLSTATE 23505), with the constraint that was hit. */
export interface UniqueViolation {
  code: '23505'
  constraint?: string
}

export function isUniqueViolation(error: unknown): error is UniqueViolation {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '23505'
}

export function violatedConstraint({ constraint }: UniqueViolation): string {
  return constraint ?? ''
}
