// What a kubelet has to tell of a container: an event.

export interface ContainerNote {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
}
