package io.parley.cassandra;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.cassandra.cql3.BatchQueryOptions;
import org.apache.cassandra.cql3.CQLStatement;
import org.apache.cassandra.cql3.QueryHandler;
import org.apache.cassandra.cql3.QueryOptions;
import org.apache.cassandra.cql3.QueryProcessor;
import org.apache.cassandra.cql3.statements.BatchStatement;
import org.apache.cassandra.cql3.statements.SelectStatement;
import org.apache.cassandra.db.commitlog.CommitLog;
import org.apache.cassandra.service.ClientState;
import org.apache.cassandra.service.QueryState;
import org.apache.cassandra.transport.Dispatcher.RequestTime;
import org.apache.cassandra.transport.messages.ResultMessage;
import org.apache.cassandra.utils.MD5Digest;

/**
 * Answers a request that may have written only after the commit log is synced: {@link CommitlogSync#REQUEST}.
 *
 * <p>Cassandra makes one by the name in {@code cassandra.custom_query_handler_class}. Everything is left to {@link
 * QueryProcessor}; its mutations do not wait for a sync of their own (the log is in periodic mode), the request waits
 * once for all of them. Runs on Cassandra's request threads, of which each waits in {@link SharedSync}.
 */
public final class SyncedQueries implements QueryHandler {
    private final QueryProcessor queries = QueryProcessor.instance;
    private final SharedSync sync = new SharedSync(() -> CommitLog.instance.sync(true));

    @Override
    public CQLStatement parse(String query, QueryState state, QueryOptions options) {
        return queries.parse(query, state, options);
    }

    @Override
    public ResultMessage process(
            CQLStatement statement,
            QueryState state,
            QueryOptions options,
            Map<String, ByteBuffer> customPayload,
            RequestTime requestTime) {
        return durable(statement, options, queries.process(statement, state, options, customPayload, requestTime));
    }

    @Override
    public ResultMessage.Prepared prepare(String query, ClientState state, Map<String, ByteBuffer> customPayload) {
        return queries.prepare(query, state, customPayload);
    }

    @Override
    public Prepared getPrepared(MD5Digest id) {
        return queries.getPrepared(id);
    }

    @Override
    public ResultMessage processPrepared(
            CQLStatement statement,
            QueryState state,
            QueryOptions options,
            Map<String, ByteBuffer> customPayload,
            RequestTime requestTime) {
        return durable(
                statement, options, queries.processPrepared(statement, state, options, customPayload, requestTime));
    }

    @Override
    public ResultMessage processBatch(
            BatchStatement statement,
            QueryState state,
            BatchQueryOptions options,
            Map<String, ByteBuffer> customPayload,
            RequestTime requestTime) {
        ResultMessage result = queries.processBatch(statement, state, options, customPayload, requestTime);
        sync.await();
        return result;
    }

    private ResultMessage durable(CQLStatement statement, QueryOptions options, ResultMessage result) {
        boolean writesNothing = statement instanceof SelectStatement
                // a serial read may have to finish somebody's conditional write
                && !options.getConsistency().isSerialConsistency();
        if (!writesNothing) {
            sync.await();
        }
        return result;
    }
}
