/** How much memory the settings allow volumes; apart from who counts it, for the part that every page loads. */

let allowed = 0;

/** @param gigabytes - of all volumes together; 0 for half of what the device has */
export function allowMemory(gigabytes: number): void {
  allowed = gigabytes;
}

export function allowedGigabytes(): number {
  return allowed;
}
