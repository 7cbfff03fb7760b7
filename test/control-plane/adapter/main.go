// Serves custom metrics whose values a test sets by HTTP. The library's own test program listens on every interface;
// this one takes the address of its write endpoint as a flag.
package main

import (
	"context"
	"net/http"
	"os"

	"github.com/emicklei/go-restful/v3"
	"k8s.io/klog/v2"
	"sigs.k8s.io/custom-metrics-apiserver/pkg/cmd"
	"sigs.k8s.io/custom-metrics-apiserver/test-adapter/provider"
)

func main() {
	base := &cmd.AdapterBase{Name: "metrics-adapter"}
	address := base.Flags().String("write-address", "127.0.0.1:18080", "where values are written to")
	check(base.Flags().Parse(os.Args))
	client, err := base.DynamicClient()
	check(err)
	mapper, err := base.RESTMapper()
	check(err)
	metrics, endpoint := provider.NewFakeProvider(client, mapper)
	base.WithCustomMetrics(metrics)
	base.WithExternalMetrics(metrics)
	writes := restful.NewContainer()
	writes.Add(endpoint)
	go func() { check(http.ListenAndServe(*address, writes)) }()
	check(base.Run(context.Background()))
}

func check(err error) {
	if err != nil {
		klog.Fatal(err)
	}
}
