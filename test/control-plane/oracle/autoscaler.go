package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-logr/logr"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/klog/v2"
)

// An autoscaler, and what the controller finds at each of its looks, so many seconds apart.
type autoscalerQuestion struct {
	Autoscaler  *autoscalingv2.HorizontalPodAutoscaler `json:"autoscaler"`
	SyncSeconds int32                                  `json:"syncSeconds"`
	Looks       []look                                 `json:"looks"`
}

type look struct {
	// Somebody scales the target before this look; absent: it is as the look before left it.
	SpecReplicas   *int32 `json:"specReplicas"`
	StatusReplicas int32  `json:"statusReplicas"`
	Selector       string `json:"selector"`
	// Why the target's scale cannot be read, or not be changed.
	ScaleError string `json:"scaleError"`
	Refusal    string `json:"refusal"`
	// All there are in the namespace.
	Pods []*v1.Pod `json:"pods"`
	// By the metric's key; of one that is not here there is no answer.
	Metrics map[string]reading `json:"metrics"`
}

type autoscalerAnswer struct {
	Looks []lookAnswer `json:"looks"`
}

type lookAnswer struct {
	At     time.Time                                   `json:"at"`
	Status autoscalingv2.HorizontalPodAutoscalerStatus `json:"status"`
	Events []note                                      `json:"events"`
	// What the target was to be scaled to, if anything.
	Rescale *int32 `json:"rescale"`
}

type note struct {
	Type    string `json:"type"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// The target, which both the controller and the question change.
type target struct {
	sync.Mutex
	scale   autoscalingv1.Scale
	look    look
	lookAt  time.Time
	rescale *int32
}

func (t *target) turnTo(next look) {
	t.Lock()
	defer t.Unlock()
	t.look, t.rescale, t.lookAt = next, nil, time.Time{}
	if next.SpecReplicas != nil {
		t.scale.Spec.Replicas = *next.SpecReplicas
	}
	t.scale.Status = autoscalingv1.ScaleStatus{Replicas: next.StatusReplicas, Selector: next.Selector}
}

func (t *target) read() (runtime.Object, error) {
	t.Lock()
	defer t.Unlock()
	t.lookAt = time.Now()
	if t.look.ScaleError != "" {
		return nil, errors.New(t.look.ScaleError)
	}
	return t.scale.DeepCopy(), nil
}

func (t *target) write(scale *autoscalingv1.Scale) (runtime.Object, error) {
	t.Lock()
	defer t.Unlock()
	replicas := scale.Spec.Replicas
	t.rescale = &replicas
	if t.look.Refusal != "" {
		return nil, errors.New(t.look.Refusal)
	}
	t.scale.Spec.Replicas = replicas
	return t.scale.DeepCopy(), nil
}

// The controller asks the machine's clock. In a bubble that clock is the question's own: it begins with the year 2000
// and goes on when everything waits. Bubbles are for tests alone, so this poses as one.
func inBubbles(answerAll func(answerer)) {
	// They wait by the clock between two errors, and the first clock they saw was the machine's.
	utilruntime.ErrorHandlers = nil
	klog.SetLogger(logr.Discard())

	all := func(t *testing.T) {
		answerAll(func(line []byte) (given any, err error) {
			synctest.Test(t, func(*testing.T) { given, err = answerAutoscaler(line) })
			return given, err
		})
		os.Exit(0)
	}
	matches := func(string, string) (bool, error) { return true, nil }
	testing.Main(matches, []testing.InternalTest{{Name: "oracle", F: all}}, nil, nil)
}

func answerAutoscaler(line []byte) (any, error) {
	var question autoscalerQuestion
	if err := json.Unmarshal(line, &question); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	run := newAutoscalerRun(question)
	defer run.end(stop)
	answer := autoscalerAnswer{}
	period := time.Duration(question.SyncSeconds) * time.Second
	for index, next := range question.Looks {
		if err := run.arrange(ctx, next); err != nil {
			return nil, err
		}
		if index == 0 {
			run.begin(ctx, period)
			time.Sleep(afterwards)
		} else {
			time.Sleep(period)
		}
		synctest.Wait()
		seen, err := run.seen(ctx)
		if err != nil {
			return nil, fmt.Errorf("look %d: %w", index, err)
		}
		answer.Looks = append(answer.Looks, seen)
	}
	return answer, nil
}
