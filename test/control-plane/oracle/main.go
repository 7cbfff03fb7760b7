// Answers as Kubernetes' own code would, outside a cluster: questions come in as lines of JSON, answers go out the same way.
//
//	oracle scheduler
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// A cluster with everything around it fits in one line.
const lineBytesMax = 64 << 20

// Each takes one line and gives what to answer.
var subjects = map[string]func(line []byte) (any, error){
	"scheduler": answerScheduler,
}

func main() {
	if len(os.Args) != 2 || subjects[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: oracle scheduler < questions > answers")
		os.Exit(2)
	}
	answer := subjects[os.Args[1]]
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
