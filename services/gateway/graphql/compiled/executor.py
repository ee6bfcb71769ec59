"""The executor that takes the short cut where it can."""

from collections.abc import AsyncIterable, Iterable
from contextlib import suppress
from typing import Any

from graphql import GraphQLList, GraphQLOutputType, GraphQLResolveInfo
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import AwaitableOrValue, Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from services.gateway.graphql.compiled.plan import Mapper, mapper_of
from services.gateway.graphql.compiled.selected import Finished


class CompiledExecutor(StrawberryGraphQLCoreExecutionContext):
    """Made per operation, as its base is; remembers the plan of each list's selection for as long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The selection is kept with its plan, so that its id stays its own.
        self._mappers: dict[tuple[GraphQLOutputType, int], tuple[FieldDetailsList, Mapper | None]] = {}

    def complete_list_value(
        self,
        return_type: "GraphQLList[GraphQLOutputType]",
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: AsyncIterable[Any] | Iterable[Any] | Finished,
        position_context: Any,
    ) -> AwaitableOrValue[list[Any]]:
        """Completes a list: with its plan if it has one that holds for every item, else item by item."""
        if isinstance(result, Finished):
            return result.of(path.key)
        if type(result) is list and position_context is None:
            mapper = self._mapper(return_type.of_type, field_details_list)
            if mapper is not None:
                # Whatever fails here fails again on the ordinary path, which says what and where.
                with suppress(Exception):
                    return [mapper(one) for one in result]
        return super().complete_list_value(return_type, field_details_list, info, path, result, position_context)

    def _mapper(self, kind: GraphQLOutputType, details: FieldDetailsList) -> Mapper | None:
        key = (kind, id(details))
        if key not in self._mappers:
            mapper = None
            if not (self.middleware_manager and self.middleware_manager.middlewares) and self.abort_signal is None:
                with suppress(Exception):
                    mapper = mapper_of(self, kind, details)
            self._mappers[key] = details, mapper
        return self._mappers[key][1]
