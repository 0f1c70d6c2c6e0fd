import { TAG } from '#routers/provisioning/script_section'

/**
 * What a profile of ours is like, whoever made it. `mac` in login-by makes the
 * router try MAC authentication at all; http-pap lets the portal's form log in.
 */
export const PROFILE_VALUES = [
  'html-directory=$porticoDir',
  'use-radius=yes radius-accounting=yes radius-interim-update=2m',
  'login-by=mac,http-pap mac-auth-mode=mac-as-username-and-password',
  'radius-mac-format=XX:XX:XX:XX:XX:XX nas-port-type=wireless-802.11',
].join(' ')

/** Boards with a flash folder keep across a reboot only what is in it. */
export const DIRECTORY_LINES = [
  `:local porticoDir "${TAG}"`,
  `:if ([:len [/file find name="flash"]] > 0) do={ :set porticoDir "flash/${TAG}" }`,
]
