/**
 * Improvement only: every page works without this. Alpine is left out on
 * purpose, since its expressions need `unsafe-eval`, which our CSP refuses.
 */
import './navigation.js'
import { addCopyButtons } from './copy.js'
import { watchSubdomain } from './subdomain.js'
import { improveForms } from './forms.js'
import { followCountry } from './zones.js'

up.compiler('[data-copy]', addCopyButtons)
up.compiler('[data-subdomain-check]', watchSubdomain)
up.compiler('form', improveForms)
up.compiler('[data-country-facts]', followCountry)
