//! Work that falls into parts which do not hang on each other, on every processor.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Results of `work` on `0..count` in order, from as many threads as there are processors. Each thread works with what
/// `begin` makes for it; one part is done in the calling thread.
pub(crate) fn parallel_with<S, T: Send>(
    count: usize,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> T + Sync,
) -> Vec<T> {
    let threads = threads().min(count);
    if threads <= 1 {
        let mut own = begin();
        return (0..count).map(|at| work(&mut own, at)).collect();
    }
    let next = AtomicUsize::new(0);
    let work_off = || {
        let (mut own, mut done) = (begin(), Vec::new());
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return done;
            }
            done.push((at, work(&mut own, at)));
        }
    };
    let mut results: Vec<(usize, T)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work_off)).collect();
        let mut results = work_off();
        for other in others {
            match other.join() {
                Ok(done) => results.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    results.sort_unstable_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

/// The same where the threads need nothing of their own.
pub(crate) fn parallel<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    parallel_with(count, || (), |(), at| work(at))
}

/// As many threads as there are processors.
pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// What both make, at the same time where there are several processors.
pub(crate) fn both<A: Send, B>(
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B,
) -> (A, B) {
    if threads() == 1 {
        return (first(), second());
    }
    std::thread::scope(|scope| {
        let first = scope.spawn(first);
        let second = second();
        match first.join() {
            Ok(first) => (first, second),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_however_many_there_are() {
        for count in [0, 1, 2, 100] {
            let begun = AtomicUsize::new(0);
            let begin = || begun.fetch_add(1, Ordering::Relaxed);
            let squares = parallel_with(count, begin, |_, at| at * at);
            let expected: Vec<usize> = (0..count).map(|at| at * at).collect();
            assert_eq!(squares, expected);
            assert!(begun.into_inner() <= count.max(1));
        }
    }
}
