/** The body of a page as text. */
export async function read(url: string | URL): Promise<string> {
  const response = await fetch(url)
  return response.text()
}

export async function readJson(url: string | URL): Promise<unknown> {
  const response = await fetch(url)
  return response.json()
}

export async function statusOf(url: string | URL): Promise<number> {
  const response = await fetch(url)
  return response.status
}
