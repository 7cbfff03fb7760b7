package main

import (
	"context"
	"encoding/json"
	"fmt"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/sets"
	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/framework"
)

type schedulerQuestion struct {
	Cluster cluster   `json:"cluster"`
	Judge   []*v1.Pod `json:"judge"`
}

type schedulerAnswer struct {
	Verdicts []verdict `json:"verdicts"`
}

// What one attempt to schedule a pod comes to.
type verdict struct {
	// What keeps it from all nodes before any is looked at.
	PreFilter *refusal `json:"preFilter,omitempty"`
	// By node, in the plugins' order; empty for a node that can take the pod.
	Nodes map[string][]refusal `json:"nodes,omitempty"`
	// By feasible node and plugin, 0 to 100 times the plugin's weight.
	Scores map[string]map[string]int64 `json:"scores,omitempty"`
	// Of the FailedScheduling event; empty where a node is feasible.
	Message string `json:"message"`
}

type refusal struct {
	Plugin  string   `json:"plugin"`
	Code    string   `json:"code"`
	Reasons []string `json:"reasons"`
}

func answerScheduler(line []byte) (any, error) {
	var question schedulerQuestion
	if err := json.Unmarshal(line, &question); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	scheduler, err := newScheduler(ctx, question.Cluster, question.Judge)
	if err != nil {
		return nil, err
	}
	answer := schedulerAnswer{}
	for _, pod := range question.Judge {
		judged, err := scheduler.judge(ctx, pod)
		if err != nil {
			return nil, fmt.Errorf("pod %s: %w", pod.Name, err)
		}
		answer.Verdicts = append(answer.Verdicts, judged)
	}
	return answer, nil
}

func (s *scheduler) judge(ctx context.Context, pod *v1.Pod) (verdict, error) {
	state := framework.NewCycleState()
	result, status, plugins := s.RunPreFilterPlugins(ctx, state, pod)
	diagnosis := framework.Diagnosis{NodeToStatus: framework.NewDefaultNodeToStatus()}
	if !status.IsSuccess() {
		if status.Plugin() == "" {
			// Several leave no node together: the first of them stands for all.
			status = status.WithPlugin(sets.List(plugins)[0])
		}
		found := verdict{PreFilter: refusalOf(status)}
		if !status.IsRejected() {
			return found, nil
		}
		diagnosis.NodeToStatus.SetAbsentNodesStatus(status)
		diagnosis.PreFilterMsg = status.Message()
		found.Message = s.message(ctx, state, pod, diagnosis)
		return found, nil
	}
	found := verdict{Nodes: map[string][]refusal{}}
	feasible := []fwk.NodeInfo{}
	for _, name := range s.names {
		node, err := s.snapshot.Get(name)
		if err != nil {
			return found, err
		}
		found.Nodes[name] = s.refusals(ctx, state, pod, node)
		if !result.AllNodes() && !result.NodeNames.Has(name) {
			// What the filters would say of it nobody asks.
			text := fmt.Sprintf("node(s) didn't satisfy plugin(s) %v", sets.List(plugins))
			found.Nodes[name] = []refusal{{sets.List(plugins)[0], fwk.UnschedulableAndUnresolvable.String(), []string{text}}}
			diagnosis.NodeToStatus.SetAbsentNodesStatus(fwk.NewStatus(fwk.UnschedulableAndUnresolvable, text))
			continue
		}
		status := s.RunFilterPlugins(ctx, state, pod, node)
		if status.IsSuccess() != (len(found.Nodes[name]) == 0) {
			return found, fmt.Errorf("node %s: the framework says %v, its plugins %v", name, status, found.Nodes[name])
		}
		if status.IsSuccess() {
			feasible = append(feasible, node)
		} else {
			diagnosis.NodeToStatus.Set(name, status)
		}
	}
	if len(feasible) == 0 {
		found.Message = s.message(ctx, state, pod, diagnosis)
		return found, nil
	}
	var err error
	found.Scores, err = s.score(ctx, state, pod, feasible)
	return found, err
}

// Every filter that refuses the node, not only the first.
func (s *scheduler) refusals(ctx context.Context, state fwk.CycleState, pod *v1.Pod, node fwk.NodeInfo) []refusal {
	found := []refusal{}
	for _, filter := range s.filters {
		if state.GetSkipFilterPlugins().Has(filter.Name()) {
			continue
		}
		if status := filter.Filter(ctx, state, pod, node); !status.IsSuccess() {
			found = append(found, *refusalOf(status.WithPlugin(filter.Name())))
		}
	}
	return found
}

func (s *scheduler) score(ctx context.Context, state fwk.CycleState, pod *v1.Pod, nodes []fwk.NodeInfo) (map[string]map[string]int64, error) {
	if status := s.RunPreScorePlugins(ctx, state, pod, nodes); !status.IsSuccess() {
		return nil, status.AsError()
	}
	scored, status := s.RunScorePlugins(ctx, state, pod, nodes)
	if !status.IsSuccess() {
		return nil, status.AsError()
	}
	scores := map[string]map[string]int64{}
	for _, node := range scored {
		scores[node.Name] = map[string]int64{}
		for _, one := range node.Scores {
			scores[node.Name][one.Name] = one.Score
		}
	}
	return scores, nil
}

func (s *scheduler) message(ctx context.Context, state fwk.CycleState, pod *v1.Pod, diagnosis framework.Diagnosis) string {
	_, status := s.RunPostFilterPlugins(ctx, state, pod, diagnosis.NodeToStatus)
	diagnosis.PostFilterMsg = status.Message()
	return (&framework.FitError{Pod: pod, NumAllNodes: len(s.names), Diagnosis: diagnosis}).Error()
}

func refusalOf(status *fwk.Status) *refusal {
	return &refusal{Plugin: status.Plugin(), Code: status.Code().String(), Reasons: status.Reasons()}
}
