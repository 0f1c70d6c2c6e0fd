/**
 * Where phones and computers look whether there is internet. If these answer from outside,
 * the device thinks it is online and never opens the portal, so they are never let through.
 */
export const captiveProbes: readonly string[] = [
  'captive.apple.com',
  'www.apple.com',
  'www.appleiphonecell.com',
  'www.airport.us',
  'www.ibook.info',
  'www.itools.info',
  'www.thinkdifferent.us',
  'connectivitycheck.gstatic.com',
  'connectivitycheck.android.com',
  'www.gstatic.com',
  'www.google.com',
  'clients1.google.com',
  'clients3.google.com',
  'clients4.google.com',
  'play.googleapis.com',
  'www.msftconnecttest.com',
  'www.msftncsi.com',
  'ipv6.msftconnecttest.com',
  'detectportal.firefox.com',
  'connectivity-check.ubuntu.com',
  'nmcheck.gnome.org',
  'network-test.debian.org',
  'connectivitycheck.platform.hicloud.com',
  'connect.rom.miui.com',
]

/** Whether a name, or a wildcard such as `*.gstatic.com`, would let a probe through. */
export function opensProbe(host: string): boolean {
  return captiveProbes.some((probe) => covers(host, probe))
}

function covers(host: string, name: string): boolean {
  return host.startsWith('*.') ? name.endsWith(host.slice(1)) : host === name
}
