package main

import (
	"context"
	"fmt"

	v1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/tools/cache"
	resourceslicetracker "k8s.io/dynamic-resource-allocation/resourceslice/tracker"
	"k8s.io/klog/v2"
	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/apis/config/latest"
	schedulercache "k8s.io/kubernetes/pkg/scheduler/backend/cache"
	"k8s.io/kubernetes/pkg/scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/dynamicresources"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/nodevolumelimits"
	frameworkruntime "k8s.io/kubernetes/pkg/scheduler/framework/runtime"
	"k8s.io/kubernetes/pkg/scheduler/metrics"
	"k8s.io/kubernetes/pkg/scheduler/util/assumecache"
)

// Objects as an API server stores them: with their defaults.
type cluster struct {
	Nodes                  []*v1.Node                  `json:"nodes"`
	Pods                   []*v1.Pod                   `json:"pods"`
	Namespaces             []*v1.Namespace             `json:"namespaces"`
	Services               []*v1.Service               `json:"services"`
	PersistentVolumes      []*v1.PersistentVolume      `json:"persistentVolumes"`
	PersistentVolumeClaims []*v1.PersistentVolumeClaim `json:"persistentVolumeClaims"`
	StorageClasses         []*storagev1.StorageClass   `json:"storageClasses"`
}

// The scheduler's default profile, looking at one cluster.
type scheduler struct {
	framework.Framework
	snapshot *schedulercache.Snapshot
	// In their order: the framework itself stops at the first that refuses.
	filters []fwk.FilterPlugin
	names   []string
}

// Nothing is ever written through it, nor read: the listers get their objects directly.
var client = fake.NewSimpleClientset()

func init() { metrics.Register() }

func newScheduler(ctx context.Context, given cluster, judged []*v1.Pod) (*scheduler, error) {
	configuration, err := latest.Default()
	if err != nil {
		return nil, err
	}
	profile := &configuration.Profiles[0]
	factory := informers.NewSharedInformerFactory(client, 0)
	if err := fill(factory, given, judged); err != nil {
		return nil, err
	}
	devices, err := noDevices(ctx, factory)
	if err != nil {
		return nil, err
	}
	made := &scheduler{snapshot: schedulercache.NewSnapshot(given.Pods, given.Nodes)}
	for _, node := range given.Nodes {
		made.names = append(made.names, node.Name)
	}
	instances := map[string]fwk.Plugin{}
	made.Framework, err = frameworkruntime.NewFramework(ctx, registryInto(instances), profile,
		frameworkruntime.WithClientSet(client),
		frameworkruntime.WithInformerFactory(factory),
		frameworkruntime.WithSnapshotSharedLister(made.snapshot),
		frameworkruntime.WithMutableSnapshotLister(made.snapshot),
		frameworkruntime.WithSharedDRAManager(devices),
		frameworkruntime.WithSharedCSIManager(nodevolumelimits.NewCSIManager(factory.Storage().V1().CSINodes().Lister())),
		frameworkruntime.WithPodNominator(noNominations{}),
	)
	if err != nil {
		return nil, err
	}
	for _, enabled := range made.ListPlugins().Filter.Enabled {
		filter, is := instances[enabled.Name].(fwk.FilterPlugin)
		if !is {
			return nil, fmt.Errorf("%s filters nothing", enabled.Name)
		}
		made.filters = append(made.filters, filter)
	}
	return made, nil
}

// Kubernetes' own plugins; each that is made is put into `made` as well.
func registryInto(made map[string]fwk.Plugin) frameworkruntime.Registry {
	registry := plugins.NewInTreeRegistry()
	for name, factory := range registry {
		registry[name] = func(ctx context.Context, arguments runtime.Object, handle fwk.Handle) (fwk.Plugin, error) {
			plugin, err := factory(ctx, arguments, handle)
			made[name] = plugin
			return plugin, err
		}
	}
	return registry
}

// What watches would have brought.
func fill(factory informers.SharedInformerFactory, given cluster, judged []*v1.Pod) error {
	core, storage := factory.Core().V1(), factory.Storage().V1()
	return firstError(
		add(core.Nodes().Informer(), given.Nodes),
		add(core.Pods().Informer(), given.Pods),
		add(core.Pods().Informer(), judged),
		add(core.Namespaces().Informer(), given.Namespaces),
		add(core.Services().Informer(), given.Services),
		add(core.PersistentVolumes().Informer(), given.PersistentVolumes),
		add(core.PersistentVolumeClaims().Informer(), given.PersistentVolumeClaims),
		add(storage.StorageClasses().Informer(), given.StorageClasses),
	)
}

func add[T any](informer cache.SharedIndexInformer, objects []T) error {
	for _, object := range objects {
		if err := informer.GetIndexer().Add(object); err != nil {
			return err
		}
	}
	return nil
}

func firstError(errors ...error) error {
	for _, err := range errors {
		if err != nil {
			return err
		}
	}
	return nil
}

// The plugin for devices is there, as it has a say in messages, but these clusters have none.
func noDevices(ctx context.Context, factory informers.SharedInformerFactory) (fwk.SharedDRAManager, error) {
	claims := factory.Resource().V1().ResourceClaims().Informer()
	claimCache := assumecache.NewAssumeCache(klog.FromContext(ctx), claims, "ResourceClaim", "", nil)
	slices, err := resourceslicetracker.StartTracker(ctx, resourceslicetracker.Options{
		SliceInformer: factory.Resource().V1().ResourceSlices(),
		KubeClient:    client,
	})
	if err != nil {
		return nil, err
	}
	return dynamicresources.NewDRAManager(ctx, claimCache, slices, factory), nil
}

// No pod of these clusters has a node kept for it.
type noNominations struct{ fwk.PodNominator }

func (noNominations) NominatedPodsForNode(string) []fwk.PodInfo { return nil }
