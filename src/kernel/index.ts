export type { Unsent } from './carry';
export type { Channel, Received } from './channel';
export { ProtocolError, isProtocolError } from './fields';
export type { HostConnection, LinkOptions } from './link';
export { KernelLink } from './link';
export type { FromKernel, ToKernel } from './messages';
export { PROTOCOL, parseMessage } from './messages';
export type { WireVolume } from './volume-description';
export { parseVolume } from './volume-description';
