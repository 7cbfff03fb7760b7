// What `npm run workshop -- --help` prints.

export const HELP = `npm run workshop -- COMMAND [STEP ...] [OPTION ...]: the workshop from a terminal.

  plan      what each step would do; changes nothing
  apply     does steps, in order, up to the first that fails; none named: all that is left
  status    what was done, what is under way and by whom; follows it to its end
  undo      takes steps back, the last first; none named: all that was done

Steps: preflight, taints, metrics, ingress, public, monitoring, sample-app,
custom-metrics, autoscaler, extras.

The cluster
  --kubeconfig FILE       default: KUBECONFIG, else ~/.kube/config
  --context NAME          context in that file (default: the file's current one)

Choices, of plan and apply (default: those of last time, else what is suggested)
  --taint ARCH,...        taint the boards of these architectures
  --taint-effect EFFECT   NoSchedule, PreferNoSchedule or NoExecute
  --taint-key KEY         today (kubernetes.io/arch) or beta (beta.kubernetes.io/arch)
  --no-taints             leave all boards as they are
  --heapster              Heapster in the place of metrics-server
  --insecure-kubelets     metrics-server takes kubelets' certificates unchecked
  --public                make the ingress public through ngrok; its authtoken comes from
                          NGROK_AUTHTOKEN, or is asked for
  --extras NAME,...       influxdb, grafana, wardle, local-path, or none
  --registry-prefix HOST[:PORT][/PATH]
                          take images from there, or none
--no-heapster, --no-insecure-kubelets and --no-public take a choice of last time back.

  --yes, -y               of apply and undo: do it without asking
  --skip-wait STEP,...    of apply: count as done what these steps still wait for
  --once                  of status: say how it is now, and end
  --help, -h              print this and end

Ctrl-C stops after what is being done; once more ends at once.
Exit: 0 done, or nothing in the way; 1 something failed or is in the way; 2 bad input.
`;
