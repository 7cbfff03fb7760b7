// Counts, in a page of the production build, how often rows of the placement are rendered: by the hook through which React
// tells its developer tools of every commit.

export interface RowRenders {
  /** Of rows that were on the page before. */
  renders: number;
  /** Of those, how many had nothing new to show: the same row, read as text. */
  untouched: number;
}

/** The parts of React's fibers that its developer tools read too. */
interface Fiber {
  tag: number;
  flags: number;
  child: Fiber | null;
  sibling: Fiber | null;
  alternate: Fiber | null;
  memoizedProps: { row?: unknown; layout?: unknown } | null;
}

declare global {
  interface Window {
    rowRenders: RowRenders;
    __REACT_DEVTOOLS_GLOBAL_HOOK__: object;
  }
}

/** To be run in the page before its own scripts. It must not refer to anything outside itself. */
export function countRowRenders(): void {
  const PERFORMED_WORK = 1;
  const counts: RowRenders = { renders: 0, untouched: 0 };
  const isRow = ({ memoizedProps: props }: Fiber): boolean =>
    props !== null && typeof props === 'object' && typeof props.row === 'object' && props.layout !== undefined;
  // Only what a commit went through has another child than before: the rest is as it was.
  const visit = (fiber: Fiber): void => {
    const before = fiber.alternate;
    if (before === null) return;
    if (isRow(fiber) && (fiber.flags & PERFORMED_WORK) !== 0) {
      counts.renders++;
      const same = JSON.stringify(fiber.memoizedProps?.row) === JSON.stringify(before.memoizedProps?.row);
      if (same && fiber.memoizedProps?.layout === before.memoizedProps?.layout) counts.untouched++;
      return;
    }
    if (fiber.child === before.child) return;
    for (let child = fiber.child; child !== null; child = child.sibling) visit(child);
  };
  window.rowRenders = counts;
  window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    supportsFiber: true,
    inject: () => 1,
    onCommitFiberUnmount: () => undefined,
    onCommitFiberRoot: (_renderer: number, root: { current: Fiber }) => visit(root.current),
  };
}
