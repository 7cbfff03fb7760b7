package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"testing/synctest"
	"time"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	v1 "k8s.io/api/core/v1"
	k8serrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	fakescale "k8s.io/client-go/scale/fake"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/kubernetes/pkg/controller/podautoscaler"
	"k8s.io/kubernetes/pkg/controller/podautoscaler/metrics"
)

// Longer than the controller takes to begin, and shorter than any period: so long after a look the next is arranged.
const afterwards = time.Second

// The controller's flags, as they are by default.
const (
	downscaleStabilization = 5 * time.Minute
	tolerance              = 0.1
	cpuInitialization      = 5 * time.Minute
	initialReadiness       = 30 * time.Second
)

// One controller with everything it talks to.
type autoscalerRun struct {
	question autoscalerQuestion
	client   *fake.Clientset
	factory  informers.SharedInformerFactory
	target   *target
	notes    *notes
}

func newAutoscalerRun(question autoscalerQuestion) *autoscalerRun {
	run := &autoscalerRun{question: question, target: &target{}, notes: &notes{known: map[string]note{}}}
	run.client = fake.NewSimpleClientset(question.Autoscaler)
	run.client.PrependReactor("create", "events", run.notes.created)
	run.client.PrependReactor("patch", "events", run.notes.repeated)
	run.factory = informers.NewSharedInformerFactory(run.client, 0)
	run.target.scale.ObjectMeta = metav1.ObjectMeta{
		Name:      question.Autoscaler.Spec.ScaleTargetRef.Name,
		Namespace: question.Autoscaler.Namespace,
	}
	return run
}

// The first look is at once, or nearly so.
func (r *autoscalerRun) begin(ctx context.Context, period time.Duration) {
	apps := schema.GroupVersion{Group: "apps", Version: "v1"}
	mapper := meta.NewDefaultRESTMapper([]schema.GroupVersion{apps})
	mapper.Add(apps.WithKind("Deployment"), meta.RESTScopeNamespace)
	controller := podautoscaler.NewHorizontalController(ctx, r.client.CoreV1(), r.scales(), r.client.AutoscalingV2(),
		mapper, r.target, r.factory.Autoscaling().V2().HorizontalPodAutoscalers(), r.factory.Core().V1().Pods(),
		period, downscaleStabilization, tolerance, cpuInitialization, initialReadiness)
	r.factory.Start(ctx.Done())
	r.factory.WaitForCacheSync(ctx.Done())
	synctest.Wait()
	go controller.Run(ctx, 1)
}

func (r *autoscalerRun) end(stop context.CancelFunc) {
	stop()
	r.factory.Shutdown()
}

func (r *autoscalerRun) scales() *fakescale.FakeScaleClient {
	client := &fakescale.FakeScaleClient{}
	client.AddReactor("get", "*", func(clienttesting.Action) (bool, runtime.Object, error) {
		scale, err := r.target.read()
		return true, scale, err
	})
	client.AddReactor("update", "*", func(action clienttesting.Action) (bool, runtime.Object, error) {
		scale, err := r.target.write(action.(clienttesting.UpdateAction).GetObject().(*autoscalingv1.Scale))
		return true, scale, err
	})
	return client
}

// Puts the pods, the target and the metrics of a look in place.
func (r *autoscalerRun) arrange(ctx context.Context, next look) error {
	r.target.turnTo(next)
	pods := r.client.CoreV1().Pods(r.question.Autoscaler.Namespace)
	before, err := pods.List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	// A watch of the fake client holds a hundred changes at most.
	for _, pod := range before.Items {
		if err := pods.Delete(ctx, pod.Name, metav1.DeleteOptions{}); err != nil {
			return err
		}
		synctest.Wait()
	}
	for _, pod := range next.Pods {
		if _, err := pods.Create(ctx, pod, metav1.CreateOptions{}); err != nil {
			return err
		}
		synctest.Wait()
	}
	return nil
}

func (r *autoscalerRun) seen(ctx context.Context) (lookAnswer, error) {
	given := r.question.Autoscaler
	autoscaler, err := r.client.AutoscalingV2().HorizontalPodAutoscalers(given.Namespace).Get(ctx, given.Name, metav1.GetOptions{})
	if err != nil {
		return lookAnswer{}, err
	}
	r.target.Lock()
	defer r.target.Unlock()
	if r.target.lookAt.IsZero() {
		return lookAnswer{}, errors.New("the controller did not look")
	}
	return lookAnswer{At: r.target.lookAt, Status: autoscaler.Status, Events: r.notes.taken(), Rescale: r.target.rescale}, nil
}

// Events in their order, those that only count up an earlier one as well.
type notes struct {
	sync.Mutex
	known map[string]note
	fresh []note
}

func (n *notes) created(action clienttesting.Action) (bool, runtime.Object, error) {
	event := action.(clienttesting.CreateAction).GetObject().(*v1.Event)
	n.Lock()
	defer n.Unlock()
	// Names are made of the time, which stands still here.
	event = event.DeepCopy()
	event.Name = fmt.Sprintf("event-%d", len(n.known))
	n.known[event.Name] = note{event.Type, event.Reason, event.Message}
	n.fresh = append(n.fresh, n.known[event.Name])
	return true, event, nil
}

func (n *notes) repeated(action clienttesting.Action) (bool, runtime.Object, error) {
	name := action.(clienttesting.PatchAction).GetName()
	n.Lock()
	defer n.Unlock()
	again, is := n.known[name]
	if !is {
		return true, nil, k8serrors.NewNotFound(v1.Resource("events"), name)
	}
	n.fresh = append(n.fresh, again)
	return true, &v1.Event{ObjectMeta: metav1.ObjectMeta{Name: name}}, nil
}

func (n *notes) taken() []note {
	n.Lock()
	defer n.Unlock()
	fresh := n.fresh
	n.fresh = nil
	return fresh
}

var _ metrics.MetricsClient = (*target)(nil)

// What a metric's API answers: one of these.
type reading struct {
	Error string `json:"error"`
	// By pod.
	Pods map[string]podReading `json:"pods"`
	// One for an object, one for each series of an outside metric.
	ValuesMilli []int64 `json:"valuesMilli"`
}

type podReading struct {
	ValueMilli    int64     `json:"valueMilli"`
	At            time.Time `json:"at"`
	WindowSeconds int32     `json:"windowSeconds"`
}

func (t *target) answer(key string) (reading, error) {
	t.Lock()
	defer t.Unlock()
	given, is := t.look.Metrics[key]
	if !is {
		return reading{}, fmt.Errorf("nobody said what %s is", key)
	}
	if given.Error != "" {
		return reading{}, errors.New(given.Error)
	}
	return given, nil
}

func (t *target) perPod(key string) (metrics.PodMetricsInfo, time.Time, error) {
	given, err := t.answer(key)
	if err != nil {
		return nil, time.Time{}, err
	}
	found := metrics.PodMetricsInfo{}
	for name, one := range given.Pods {
		window := time.Duration(one.WindowSeconds) * time.Second
		found[name] = metrics.PodMetric{Timestamp: one.At, Window: window, Value: one.ValueMilli}
	}
	return found, time.Now(), nil
}

func (t *target) GetResourceMetric(_ context.Context, resource v1.ResourceName, _ string, _ labels.Selector, container string) (metrics.PodMetricsInfo, time.Time, error) {
	return t.perPod(fmt.Sprintf("resource/%s/%s", resource, container))
}

func (t *target) GetRawMetric(name string, _ string, _ labels.Selector, _ labels.Selector) (metrics.PodMetricsInfo, time.Time, error) {
	return t.perPod("pods/" + name)
}

func (t *target) GetObjectMetric(name string, _ string, about *autoscalingv2.CrossVersionObjectReference, _ labels.Selector) (int64, time.Time, error) {
	given, err := t.answer(fmt.Sprintf("object/%s/%s/%s", about.Kind, about.Name, name))
	if err != nil {
		return 0, time.Time{}, err
	}
	if len(given.ValuesMilli) != 1 {
		return math.MinInt64, time.Time{}, errors.New("an object has one value")
	}
	return given.ValuesMilli[0], time.Now(), nil
}

func (t *target) GetExternalMetric(name string, _ string, _ labels.Selector) ([]int64, time.Time, error) {
	given, err := t.answer("external/" + name)
	return given.ValuesMilli, time.Now(), err
}
