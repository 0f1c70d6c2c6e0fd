import { configApp } from '@adonisjs/eslint-config'
import { dependencyDirection } from './bin/lint/dependency_direction.js'

export default configApp(
  { ignores: ['.local/**', 'build/**', 'public/**', 'resources/js/**'] },
  dependencyDirection()
)
