// Each test starts chains and servers of its own: one after the other, so that none waits for a processor that another one needs.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
