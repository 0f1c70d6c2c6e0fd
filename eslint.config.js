import { configApp } from '@adonisjs/eslint-config'
import { dependencyDirection } from './bin/lint/dependency_direction.js'

export default configApp(
  { ignores: ['.local/**', '.adonisjs/**', 'build/**', 'public/**', 'resources/js/**'] },
  dependencyDirection(),
  {
    /** `(await answer()).status` reads better in an assertion than a name for it. */
    files: ['tests/**/*.ts'],
    rules: { '@unicorn/no-await-expression-member': 'off' },
  }
)
