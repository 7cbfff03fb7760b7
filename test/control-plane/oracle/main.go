// Answers as Kubernetes' own code would, outside a cluster: questions come in as lines of JSON, answers go out the same way.
//
//	oracle scheduler
//	oracle autoscaler
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// A cluster with everything around it fits in one line.
const lineBytesMax = 64 << 20

type answerer = func(line []byte) (any, error)

// Each says by a function what to answer to one line.
var subjects = map[string]func(answerAll func(answerer)){
	"scheduler":  func(answerAll func(answerer)) { answerAll(answerScheduler) },
	"autoscaler": inBubbles,
}

func main() {
	if len(os.Args) != 2 || subjects[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: oracle scheduler|autoscaler < questions > answers")
		os.Exit(2)
	}
	subjects[os.Args[1]](answerLines)
}

func answerLines(answer answerer) {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, lineBytesMax)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for number := 1; lines.Scan(); number++ {
		given, err := answer(lines.Bytes())
		if err == nil {
			err = out.Encode(given)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "oracle: line %d: %v\n", number, err)
			os.Exit(1)
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintf(os.Stderr, "oracle: %v\n", err)
		os.Exit(1)
	}
}
