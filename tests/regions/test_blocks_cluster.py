"""`rank` of dask arrays on a cluster of processes."""

import dask.array as da
import numpy as np
from blocks_fixtures import assert_same, random_map
from dask.distributed import Client, LocalCluster

from voxproof.regions import rank


def test_processes_give_the_same():
    uncertainty = random_map(np.random.default_rng(1), (70, 70, 130), np.float16)
    blocks = da.from_array(uncertainty, chunks=65)
    memory = rank(uncertainty > 0, uncertainty, mode="delta", granularity=0.1)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster),
    ):
        assert_same(rank(blocks > 0, blocks, mode="delta", granularity=0.1), memory)
